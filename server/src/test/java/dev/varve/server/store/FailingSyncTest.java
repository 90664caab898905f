package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Disk;
import dev.varve.log.ObjectKey;
import dev.varve.log.StoreException;
import dev.varve.log.disk.FaultyDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sync that fails and whose pages are then lost: nothing is acknowledged from there on, and a
/// restart finds exactly what was acknowledged before.
class FailingSyncTest {
    private final FaultyDisk disk = new FaultyDisk().keepImages();
    private final SettableClock clock = new SettableClock();

    @TempDir Path data;

    private Predicate<Path> under(String directory) {
        return file -> file.startsWith(data.resolve(directory));
    }

    private Varve open(Disk on) {
        return Varve.open(RealStore.small(data, clock, on));
    }

    private static Outcome<Written> put(Varve varve, ObjectKey key, byte[] bytes) {
        return varve.store().put(PutRequest.of(BUCKET, key, Body.of(bytes)));
    }

    private static Optional<byte[]> get(Varve varve, ObjectKey key) {
        ReadResult result = varve.store().get(ReadRequest.of(BUCKET, key));
        if (result instanceof ReadResult.Found(ObjectBody body)) {
            try (body) {
                return Optional.of(body.readAll());
            }
        }
        return Optional.empty();
    }

    private static ObjectKey key(int number) {
        return ObjectKey.of("key " + number);
    }

    private void assertRecovers(
            Predicate<Path> files, int length, Class<? extends RuntimeException> failure) {
        try (Varve varve = open(disk)) {
            varve.store().buckets().create(BUCKET).orThrow();
            for (int i = 0; i < 20; i++) {
                put(varve, key(i), Sample.random(i, length)).orThrow();
            }
            disk.failForceDroppingPages(files, 1);
            assertThatThrownBy(() -> put(varve, key(20), Sample.random(20, length)))
                    .isInstanceOf(failure);
            disk.heal();
            assertThatThrownBy(() -> put(varve, key(21), Sample.random(21, length)))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> varve.store().delete(BUCKET, key(1)));
            assertThat(varve.failure()).isPresent();
            assertThat(get(varve, key(0))).hasValue(Sample.random(0, length));
        }
        try (Varve varve = open(disk)) {
            for (int i = 0; i < 20; i++) {
                assertThat(get(varve, key(i))).hasValue(Sample.random(i, length));
            }
            get(varve, key(20))
                    .ifPresent(found -> assertThat(found).isEqualTo(Sample.random(20, length)));
            assertThat(get(varve, key(21))).isEmpty();
            put(varve, key(22), Sample.random(22, length)).orThrow();
        }
        try (Varve varve = open(disk)) {
            assertThat(get(varve, key(22))).hasValue(Sample.random(22, length));
        }
    }

    @Test
    void recoversFromAFailedSyncOfTheJournal() {
        assertRecovers(under("journal"), 500, OutcomeUnknown.class);
    }

    @Test
    void recoversFromAFailedSyncOfAPack() {
        assertRecovers(under("blobs"), 500, OutcomeUnknown.class);
    }

    /// Large bytes are synced before their command waits for the writer: it surely did nothing.
    @Test
    void recoversFromAFailedSyncOfALargeBlob() {
        assertRecovers(under("blobs"), 50_000, StoreException.Failed.class);
    }

    @Test
    void recoversExactlyWhatWasAcknowledgedUnderConcurrency() throws InterruptedException {
        Map<ObjectKey, byte[]> acknowledged = new ConcurrentHashMap<>();
        Map<ObjectKey, byte[]> unknown = new ConcurrentHashMap<>();
        try (Varve varve = open(disk)) {
            varve.store().buckets().create(BUCKET).orThrow();
            disk.failForceDroppingPages(under("journal"), 15);
            Together.run(
                    8,
                    thread -> {
                        for (int i = 0; i < 40; i++) {
                            ObjectKey key = key(thread * 1000 + i);
                            byte[] bytes = Sample.random(thread * 1000 + i, 300);
                            try {
                                put(varve, key, bytes).orThrow();
                                acknowledged.put(key, bytes);
                            } catch (OutcomeUnknown e) {
                                unknown.put(key, bytes);
                            } catch (StoreException e) {
                                assertThat(varve.failure()).isPresent();
                            }
                        }
                    });
            assertThat(varve.failure()).isPresent();
        }
        disk.heal();
        try (Varve varve = open(disk)) {
            acknowledged.forEach((key, bytes) -> assertThat(get(varve, key)).hasValue(bytes));
            unknown.forEach((key, bytes) ->
                    get(varve, key).ifPresent(found -> assertThat(found).isEqualTo(bytes)));
            List<ObjectKey> listed = new ArrayList<>();
            varve.store()
                    .listings()
                    .objects(BUCKET, Listings.Listing.ALL)
                    .orThrow()
                    .objects()
                    .forEach(object -> listed.add(object.key()));
            assertThat(listed).containsAll(acknowledged.keySet());
            listed.removeAll(acknowledged.keySet());
            assertThat(unknown.keySet()).containsAll(listed);
        }
    }
}
