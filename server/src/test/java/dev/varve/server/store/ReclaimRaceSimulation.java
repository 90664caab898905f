package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobStore;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.ReconcileReport.Kind;
import dev.varve.server.store.Refusal.Reason;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Law 9 with everything running at once: few contents, put, copied, deleted and read by many,
/// while history is purged and space reclaimed all the time. Bytes are right or clearly gone.
class ReclaimRaceSimulation {
    private static final int CALLERS = 8;
    private static final int CONTENTS = 4;
    private static final int KEYS = 6;

    private final long seed = Long.getLong("varve.simulation.seed", System.nanoTime());
    private final AtomicInteger running = new AtomicInteger();

    @TempDir Path data;

    @Test
    void neverServesWrongOrMissingBytesOnMemory() throws InterruptedException {
        try (StoreKit kit = StoreKit.open()) {
            race(kit.store(), kit.maintenance::reclaim, 1500);
            assertTidy(kit.store(), kit.maintenance, kit.blobs);
        }
    }

    @Test
    void neverServesWrongOrMissingBytesOnDisk() throws InterruptedException {
        try (RealStore real = new RealStore(data, new SettableClock())) {
            Maintenance maintenance = real.varve().maintenance();
            race(real.store(), maintenance::reclaim, 150);
            assertThat(real.varve().failure()).isEmpty();
            empty(real.store(), maintenance);
            assertThat(real.varve().blobStats().blobs()).isZero();
        }
    }

    /// What a request is just about is neither told of nor repaired away.
    @Test
    void reconcileRaisesNoFalseAlarmAndTakesNothing() throws InterruptedException {
        try (RealStore real = new RealStore(data, new SettableClock())) {
            Maintenance maintenance = real.varve().maintenance();
            AtomicInteger round = new AtomicInteger();
            race(
                    real.store(),
                    () -> {
                        boolean repair = round.getAndIncrement() % 2 == 0;
                        assertNoAlarm(maintenance.reconcile(repair, _ -> {}));
                    },
                    150);
            assertThat(real.varve().failure()).isEmpty();
            empty(real.store(), maintenance);
            maintenance.reconcile(true, _ -> {});
            assertThat(real.varve().blobStats().blobs()).isZero();
        }
    }

    private static void assertNoAlarm(ReconcileReport report) {
        assertThat(report.of(Kind.MISSING).count()).as(report.toString()).isZero();
        assertThat(report.of(Kind.MISPLACED).count()).as(report.toString()).isZero();
        assertThat(report.of(Kind.QUARANTINED).count()).as(report.toString()).isZero();
    }

    private void race(ObjectStore store, Runnable chore, int calls) throws InterruptedException {
        System.out.println("reclaim races with seed " + seed);
        store.buckets().create(BUCKET).orThrow();
        running.set(CALLERS);
        Together.run(
                CALLERS + 1,
                thread -> {
                    if (thread == CALLERS) {
                        reclaimWhileOthersRun(store, chore);
                    } else {
                        try {
                            call(store, new Random(seed + thread), calls);
                        } finally {
                            running.decrementAndGet();
                        }
                    }
                });
    }

    private void reclaimWhileOthersRun(ObjectStore store, Runnable chore) {
        while (running.get() > 0) {
            store.history().purge(BUCKET, "").orThrow();
            chore.run();
        }
    }

    private static ObjectKey key(Random random) {
        return ObjectKey.of("key " + random.nextInt(KEYS));
    }

    /// Small ones go to packs, the last to a file of its own.
    private static byte[] content(int number) {
        return Sample.random(number, number == CONTENTS - 1 ? 3000 : 300 + number);
    }

    private static void call(ObjectStore store, Random random, int calls) {
        for (int i = 0; i < calls; i++) {
            ObjectKey key = key(random);
            switch (random.nextInt(6)) {
                case 0, 1 -> put(store, key, content(random.nextInt(CONTENTS)));
                case 2 -> store.delete(BUCKET, key).orThrow();
                case 3 -> copy(store, key, key(random));
                case 4 -> putIfAbsent(store, key, content(random.nextInt(CONTENTS)));
                default -> read(store, key);
            }
        }
    }

    private static void put(ObjectStore store, ObjectKey key, byte[] bytes) {
        store.put(PutRequest.of(BUCKET, key, Body.of(bytes))).orThrow();
    }

    /// Often for nothing, which leaves its bytes behind.
    private static void putIfAbsent(ObjectStore store, ObjectKey key, byte[] bytes) {
        Outcome<Written> outcome =
                store.put(
                        PutRequest.of(BUCKET, key, Body.of(bytes))
                                .preconditions(Preconditions.ifAbsent()));
        if (!outcome.isDone()) {
            assertThat(Sample.refusalOf(outcome)).isEqualTo(Reason.PRECONDITION_FAILED);
        }
    }

    private static void copy(ObjectStore store, ObjectKey from, ObjectKey to) {
        Outcome<Written> outcome =
                store.copy(CopyRequest.of(ReadRequest.of(BUCKET, from), BUCKET, to));
        if (!outcome.isDone()) {
            assertThat(Sample.refusalOf(outcome)).isIn(Reason.NO_SUCH_KEY, Reason.CONFLICT);
        }
    }

    private static void read(ObjectStore store, ObjectKey key) {
        ReadResult result = store.get(ReadRequest.of(BUCKET, key));
        if (result instanceof ReadResult.Found(ObjectBody body)) {
            try (body) {
                assertThat(Md5s.of(body.readAll())).isEqualTo(body.version().object().etag());
            }
        } else {
            assertThat(Sample.refusalOf(result)).isEqualTo(Reason.NO_SUCH_KEY);
        }
    }

    private static void empty(ObjectStore store, Maintenance maintenance) {
        for (int i = 0; i < KEYS; i++) {
            store.delete(BUCKET, ObjectKey.of("key " + i)).orThrow();
        }
        store.history().purge(BUCKET, "").orThrow();
        maintenance.reclaim();
    }

    private static void assertTidy(ObjectStore store, Maintenance maintenance, BlobStore blobs) {
        empty(store, maintenance);
        assertThat(blobs.stats().blobs()).isZero();
        assertThat(maintenance.freeUnreferenced()).isZero();
    }
}
