package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ObjectKey;
import dev.varve.server.store.Refusal.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bytes that came for nothing, because the writer refused what was to be made of them.
class LeftoversTest {
    private static final int SMALL = 100;
    private static final int LARGE = 5000;

    @TempDir Path data;

    private static void refuse(ObjectStore store, int length) {
        store.buckets().create(BUCKET).orThrow();
        store.put(PutRequest.of(BUCKET, KEY, Sample.body("there"))).orThrow();
        for (int i = 0; i < 5; i++) {
            PutRequest request = PutRequest.of(BUCKET, KEY, Body.of(Sample.random(i, length)));
            Sample.assertRefused(
                    store.put(request.preconditions(Preconditions.ifAbsent())),
                    Reason.PRECONDITION_FAILED);
        }
    }

    private static void putMore(ObjectStore store) {
        store.put(PutRequest.of(BUCKET, ObjectKey.of("more"), Sample.body("more"))).orThrow();
    }

    @Test
    void areReclaimedFromMemory() {
        try (StoreKit kit = StoreKit.open()) {
            refuse(kit.store(), SMALL);
            kit.maintenance.reclaim();
            putMore(kit.store());
            kit.maintenance.reclaim();
            assertThat(kit.blobs.stats().blobs()).isEqualTo(2);
            assertThat(kit.maintenance.freeUnreferenced()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void areReclaimedFromDiskBeforeAndAfterTheyAreSynced(int length) {
        try (RealStore real = new RealStore(data, new SettableClock())) {
            refuse(real.store(), length);
            real.varve().maintenance().reclaim();
            putMore(real.store());
            real.varve().maintenance().reclaim();
            assertThat(real.varve().blobStats().blobs()).isEqualTo(2);
            assertThat(real.varve().maintenance().freeUnreferenced()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void areFoundByReconcileAfterACrash(int length) {
        try (RealStore real = new RealStore(data, new SettableClock())) {
            refuse(real.store(), length);
            putMore(real.store());
            real.reopen();
            assertThat(real.varve().maintenance().freeUnreferenced()).isEqualTo(5);
            assertThat(real.varve().blobStats().blobs()).isEqualTo(2);
            assertThat(new Sample(real.store()).get()).isEqualTo("there");
        }
    }
}
