package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static StoreKit kit(Quota quota) {
        StoreKit kit = StoreKit.open();
        Sample.in(kit, BucketSettings.DEFAULT.withQuota(quota));
        return kit;
    }

    private static Outcome<Written> put(StoreKit kit, String key, String text) {
        return kit.store().put(PutRequest.of(BUCKET, ObjectKey.of(key), Sample.body(text)));
    }

    private static Usage usage(StoreKit kit) {
        return kit.store().buckets().usage(BUCKET).orThrow();
    }

    @Test
    void refusesBytesBeyondTheQuotaAndLeavesNothing() {
        try (StoreKit kit = kit(new Quota(10, -1))) {
            put(kit, "a", "123456").orThrow();
            assertRefused(put(kit, "b", "12345"), Reason.QUOTA_EXCEEDED);
            put(kit, "b", "1234").orThrow();
            assertThat(usage(kit).bytes()).isEqualTo(10);
            put(kit, "c", "").orThrow();
            kit.maintenance.reclaim();
            kit.maintenance.freeUnreferenced();
            assertThat(kit.blobs.stats().blobs()).isEqualTo(2);
        }
    }

    @Test
    void countsOnlyTheDifferenceWhenAVersionIsReplaced() {
        try (StoreKit kit = kit(new Quota(10, 1))) {
            put(kit, "a", "1234567890").orThrow();
            put(kit, "a", "abcdefghij").orThrow();
            assertRefused(put(kit, "a", "abcdefghijk"), Reason.QUOTA_EXCEEDED);
            assertRefused(put(kit, "b", ""), Reason.QUOTA_EXCEEDED);
        }
    }

    @Test
    void countsEveryVersionThatClientsSee() {
        try (StoreKit kit = StoreKit.open()) {
            Sample sample =
                    Sample.in(
                            kit,
                            BucketSettings.DEFAULT
                                    .withVersioning(Versioning.ENABLED)
                                    .withQuota(new Quota(10, 2)));
            Written first = sample.put("12345");
            sample.put("12345");
            assertRefused(put(kit, "key", ""), Reason.QUOTA_EXCEEDED);
            sample.delete();
            assertRefused(put(kit, "key", ""), Reason.QUOTA_EXCEEDED);
            sample.delete(first.version()).orThrow();
            put(kit, "key", "12345").orThrow();
        }
    }

    @Test
    void leavesHistoryOutOfAQuotaButNotOfTheNodesCap() {
        Limits limits = Limits.DEFAULT.withNodeBytes(10);
        try (StoreKit kit = StoreKit.open(limits)) {
            Sample sample = Sample.in(kit, BucketSettings.DEFAULT.withQuota(new Quota(6, -1)));
            sample.put("123456");
            sample.delete();
            assertRefused(put(kit, "b", "12345"), Reason.NODE_FULL);
            kit.clock.advance(Duration.ofHours(25));
            kit.maintenance.purge();
            put(kit, "b", "12345").orThrow();
        }
    }

    @Test
    void countsPartsAndLetsTheirCompletionThrough() {
        try (StoreKit kit = kit(new Quota(10, 1))) {
            Uploads uploads = kit.store().uploads();
            UploadId upload = uploads.create(BUCKET, KEY).orThrow();
            Part part = uploads.put(BUCKET, KEY, upload, 1, Sample.body("1234567890")).orThrow();
            assertRefused(put(kit, "b", "1"), Reason.QUOTA_EXCEEDED);
            assertRefused(
                    uploads.put(BUCKET, KEY, upload, 2, Sample.body("1")), Reason.QUOTA_EXCEEDED);
            uploads.put(BUCKET, KEY, upload, 1, Sample.body("1234567890")).orThrow();
            List<NamedPart> named = List.of(new NamedPart(1, part.etag()));
            uploads.complete(BUCKET, KEY, upload, CompleteRequest.of(named)).orThrow();
            assertThat(usage(kit).bytes()).isEqualTo(10);
        }
    }

    @Test
    void countsCopiesAndUndeletesToo() {
        try (StoreKit kit = kit(new Quota(10, -1))) {
            Sample sample = new Sample(kit.store());
            sample.put("123456");
            ReadRequest source = ReadRequest.of(BUCKET, KEY);
            assertRefused(
                    kit.store().copy(CopyRequest.of(source, BUCKET, ObjectKey.of("b"))),
                    Reason.QUOTA_EXCEEDED);
            sample.delete();
            put(kit, "b", "12345").orThrow();
            assertRefused(kit.store().history().undelete(BUCKET, KEY, null), Reason.QUOTA_EXCEEDED);
        }
    }

    @Test
    void isExactUnderConcurrency() throws InterruptedException {
        try (StoreKit kit = kit(new Quota(100, 50))) {
            AtomicInteger done = new AtomicInteger();
            Together.run(
                    64,
                    thread -> {
                        for (int i = 0; i < 5; i++) {
                            if (put(kit, thread + "/" + i, "ab").isDone()) {
                                done.incrementAndGet();
                            }
                        }
                    });
            assertThat(done).hasValue(50);
            assertThat(usage(kit).objects()).isEqualTo(50);
            assertThat(usage(kit).bytes()).isEqualTo(100);
        }
    }

    @Test
    void capsTheNodeExactlyUnderConcurrency() throws InterruptedException {
        try (StoreKit kit = StoreKit.open(Limits.DEFAULT.withNodeBytes(99))) {
            Sample.in(kit);
            AtomicInteger done = new AtomicInteger();
            Together.run(
                    64,
                    thread -> {
                        Outcome<Written> outcome = put(kit, "key", "ab");
                        if (outcome.isDone()) {
                            done.incrementAndGet();
                        } else {
                            assertRefused(outcome, Reason.NODE_FULL);
                        }
                    });
            assertThat(done).hasValue(49);
            Usage total = kit.store().buckets().totalUsage();
            assertThat(total.bytes() + total.hiddenBytes()).isEqualTo(98);
        }
    }
}
