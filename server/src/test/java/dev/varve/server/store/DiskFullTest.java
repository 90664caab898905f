package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.ObjectKey;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.ListQuery;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full volume: writes are refused, reads go on, and deletes and purges alone bring it back.
class DiskFullTest {
    private static final long MIB = 1 << 20;

    private final SettableClock clock = new SettableClock();

    @TempDir Path data;

    private static ObjectKey key(int number) {
        return ObjectKey.of("key " + number);
    }

    private Outcome<Written> put(ObjectStore store, int number, int length) {
        clock.advance(Duration.ofMillis(250));
        return store.put(
                PutRequest.of(BUCKET, key(number), Body.of(Sample.random(number, length))));
    }

    private static void assertReadable(ObjectStore store, int number, int length) {
        try (ObjectBody body = store.get(ReadRequest.of(BUCKET, key(number))).orThrow()) {
            assertThat(body.readAll()).isEqualTo(Sample.random(number, length));
        }
    }

    /// Fills the volume, empties it again and goes on; twice.
    private void assertRecovers(VarveConfig config, int length) {
        try (Varve varve = Varve.open(config)) {
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            for (int round = 0; round < 2; round++) {
                int count = fill(store, length);
                assertThat(count).isGreaterThan(10);
                assertThat(varve.failure()).isEmpty();
                assertReadable(store, 0, length);
                assertReadable(store, count - 1, length);
                empty(varve, count);
                put(store, 0, length).orThrow();
                assertReadable(store, 0, length);
            }
        }
        try (Varve varve = Varve.open(config)) {
            assertReadable(varve.store(), 0, length);
            put(varve.store(), 1, length).orThrow();
        }
    }

    private int fill(ObjectStore store, int length) {
        for (int number = 0; ; number++) {
            Outcome<Written> outcome = put(store, number, length);
            if (!outcome.isDone()) {
                assertRefused(outcome, Reason.OUT_OF_SPACE);
                return number;
            }
        }
    }

    private void empty(Varve varve, int count) {
        ObjectStore store = varve.store();
        Listing listing = Listing.ALL.limit(ListQuery.MAX_LIMIT);
        assertThat(store.listings().objects(BUCKET, listing).orThrow().objects()).hasSize(count);
        for (int number = 0; number < count; number++) {
            store.delete(BUCKET, key(number)).orThrow();
        }
        assertThat(store.history().purge(BUCKET, "").orThrow().versions()).isPositive();
        varve.maintenance().reclaim();
        clock.advance(Duration.ofSeconds(1));
    }

    private VarveConfig config(long capacity) {
        return VarveConfig.at(data)
                .surroundings(new VarveConfig.Surroundings(new SmallVolume(data, capacity), clock));
    }

    @Test
    void recoversWithDefaultSettingsFromLargeObjects() {
        assertRecovers(config(362 * MIB), 1 << 20);
    }

    @Test
    void recoversWithDefaultSettingsFromSmallObjects() {
        assertRecovers(config(356 * MIB), 100_000);
    }

    @Test
    void recoversWhenTheVolumeFillsToTheLastByteByMeansOfTheReserve() {
        assertRecovers(
                config(70 * MIB)
                        .space(16 * MIB, 0)
                        .history(new VarveConfig.HistorySettings(-1, 0, Duration.ofDays(1))),
                1 << 20);
    }

    @Test
    void recoversFromAVolumeFullOfHistory() {
        VarveConfig config = config(362 * MIB);
        try (Varve varve = Varve.open(config)) {
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            int count = 0;
            while (overwrite(store, count).isDone()) {
                count++;
            }
            assertThat(count).isGreaterThan(10);
            assertThat(store.history().purge(BUCKET, "").orThrow().versions()).isEqualTo(count - 1);
            varve.maintenance().reclaim();
            clock.advance(Duration.ofSeconds(1));
            overwrite(store, count).orThrow();
        }
    }

    private Outcome<Written> overwrite(ObjectStore store, int seed) {
        clock.advance(Duration.ofMillis(250));
        return store.put(PutRequest.of(BUCKET, key(0), Body.of(Sample.random(seed, 1 << 20))));
    }

    @Test
    void opensBelowTheFloorAndRecoversThere() {
        VarveConfig config = config(362 * MIB);
        int count;
        try (Varve varve = Varve.open(config)) {
            varve.store().buckets().create(BUCKET).orThrow();
            count = fill(varve.store(), 1 << 20);
        }
        clock.advance(Duration.ofSeconds(1));
        try (Varve varve = Varve.open(config)) {
            assertRefused(put(varve.store(), count, 1 << 20), Reason.OUT_OF_SPACE);
            empty(varve, count);
            put(varve.store(), 0, 1 << 20).orThrow();
        }
    }

    @Test
    void leavesNothingLockedWhenThereIsNoSpaceToOpen() {
        VarveConfig tight = config(MIB);
        assertThatThrownBy(() -> Varve.open(tight).close()).isInstanceOf(StoreException.class);
        try (Varve varve = Varve.open(config(362 * MIB))) {
            varve.store().buckets().create(BUCKET).orThrow();
        }
    }
}
