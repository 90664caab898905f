package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.QuotaMeasure;
import dev.varve.log.Recorded;
import dev.varve.log.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaThresholdTest {
    private static StoreKit kit(Quota quota) {
        StoreKit kit = StoreKit.open();
        Sample.in(kit, BucketSettings.DEFAULT.withQuota(quota));
        return kit;
    }

    private static void put(StoreKit kit, String key, int bytes) {
        kit.store()
                .put(PutRequest.of(BUCKET, ObjectKey.of(key), Sample.body("x".repeat(bytes))))
                .orThrow();
    }

    private static void delete(StoreKit kit, String key) {
        kit.store().delete(BUCKET, ObjectKey.of(key)).orThrow();
    }

    private static List<QuotaThresholdCrossed> crossings(StoreKit kit) {
        return recorded(kit).stream()
                .map(Recorded::event)
                .filter(QuotaThresholdCrossed.class::isInstance)
                .map(QuotaThresholdCrossed.class::cast)
                .toList();
    }

    private static List<Recorded> recorded(StoreKit kit) {
        List<Recorded> all = new ArrayList<>();
        try (JournalCursor cursor = kit.journal.read(new Position(0))) {
            for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
                all.add(next);
            }
        }
        return all;
    }

    private static List<String> told(StoreKit kit) {
        return crossings(kit).stream()
                .map(each ->
                        each.measure()
                                + " "
                                + each.percent()
                                + "% "
                                + each.used()
                                + "/"
                                + each.limit())
                .toList();
    }

    @Test
    void tellsOnceForEachThresholdOnTheWayUp() {
        try (StoreKit kit = kit(new Quota(100, -1))) {
            put(kit, "a", 79);
            assertThat(told(kit)).isEmpty();
            put(kit, "b", 1);
            put(kit, "c", 5);
            assertThat(told(kit)).containsExactly("BYTES 80% 80/100");
            put(kit, "d", 15);
            put(kit, "e", 0);
            assertThat(told(kit)).containsExactly("BYTES 80% 80/100", "BYTES 95% 100/100");
        }
    }

    @Test
    void tellsAgainOnlyAfterItFellBelow() {
        try (StoreKit kit = kit(new Quota(-1, 10))) {
            for (int i = 0; i < 9; i++) {
                put(kit, "k" + i, 1);
            }
            delete(kit, "k8");
            put(kit, "k8", 1);
            assertThat(told(kit)).containsExactly("OBJECTS 80% 8/10");
            delete(kit, "k8");
            delete(kit, "k7");
            put(kit, "k7", 1);
            assertThat(told(kit)).containsExactly("OBJECTS 80% 8/10", "OBJECTS 80% 8/10");
        }
    }

    @Test
    void tellsOfAllThatOneWriteCrosses() {
        try (StoreKit kit = kit(new Quota(100, 1))) {
            put(kit, "a", 100);
            assertThat(told(kit))
                    .containsExactly(
                            "BYTES 80% 100/100",
                            "BYTES 95% 100/100", "OBJECTS 80% 1/1", "OBJECTS 95% 1/1");
        }
    }

    @Test
    void tellsInTheSameBatchAndByWhomTheWriteWas() {
        try (StoreKit kit = kit(new Quota(10, -1))) {
            put(kit, "a", 8);
            List<Recorded> all = recorded(kit);
            Recorded told = all.getLast();
            Recorded cause = all.get(all.size() - 2);
            assertThat(told.event()).isInstanceOf(QuotaThresholdCrossed.class);
            assertThat(told.envelope().provenance()).isEqualTo(cause.envelope().provenance());
            assertThat(told.envelope().durableBefore()).isEqualTo(cause.envelope().durableBefore());
        }
    }

    @Test
    void countsPartsOfOpenUploads() {
        try (StoreKit kit = kit(new Quota(10, -1))) {
            Uploads uploads = kit.store().uploads();
            ObjectKey key = ObjectKey.of("big");
            UploadId upload = uploads.create(BUCKET, key).orThrow();
            uploads.put(BUCKET, key, upload, 1, Sample.body("12345678")).orThrow();
            assertThat(told(kit)).containsExactly("BYTES 80% 8/10");
            uploads.abort(BUCKET, key, upload).orThrow();
            put(kit, "a", 8);
            assertThat(told(kit)).containsExactly("BYTES 80% 8/10", "BYTES 80% 8/10");
        }
    }

    @Test
    void tellsWhenAQuotaIsLoweredToWhatIsThere() {
        try (StoreKit kit = kit(Quota.NONE)) {
            put(kit, "a", 90);
            SettingsChange lower = new SettingsChange.SetQuota(new Quota(100, -1));
            kit.store().buckets().change(BUCKET, lower).orThrow();
            kit.store().buckets().change(BUCKET, lower).orThrow();
            assertThat(told(kit)).containsExactly("BYTES 80% 90/100");
        }
    }

    @Test
    void saysNothingOfARefusedWrite() {
        try (StoreKit kit = kit(new Quota(10, -1))) {
            assertThat(
                            kit.store()
                                    .put(
                                            PutRequest.of(
                                                    BUCKET,
                                                    ObjectKey.of("a"),
                                                    Sample.body("12345678901")))
                                    .isDone())
                    .isFalse();
            assertThat(told(kit)).isEmpty();
        }
    }

    @Test
    void foldsToTheSameViewAfterALossOfIt() {
        try (StoreKit kit = kit(new Quota(10, -1))) {
            put(kit, "a", 9);
            try (StoreKit next = kit.crash(0)) {
                put(next, "b", 1);
                assertThat(told(next)).containsExactly("BYTES 80% 9/10", "BYTES 95% 10/10");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 3, 3", "7, 6, 7", "99, 80, 95", "1000001, 800001, 950001"})
    void roundsThresholdsUp(long limit, long first, long second) {
        try (StoreKit kit = kit(new Quota(-1, limit > 100 ? -1 : limit))) {
            if (limit <= 100) {
                for (int i = 0; i < limit; i++) {
                    put(kit, "k" + i, 0);
                }
                assertThat(crossings(kit))
                        .extracting(QuotaThresholdCrossed::used)
                        .containsExactly(first, second);
            } else {
                kit.store()
                        .buckets()
                        .change(BUCKET, new SettingsChange.SetQuota(new Quota(limit, -1)))
                        .orThrow();
                put(kit, "a", (int) first - 1);
                assertThat(crossings(kit)).isEmpty();
                put(kit, "b", 1);
                put(kit, "c", (int) (second - first) - 1);
                put(kit, "d", 1);
                assertThat(crossings(kit))
                        .extracting(QuotaThresholdCrossed::used)
                        .containsExactly(first, second);
            }
        }
    }

    /// Whatever happens, ups and downs of the figure are those of the events.
    @Test
    void isToldExactlyOnTheWayUpInAnyOrderOfWritesAndDeletes() {
        long seed = 20261126;
        Random random = new Random(seed);
        try (StoreKit kit = kit(new Quota(-1, 10))) {
            List<Long> expected = new ArrayList<>();
            boolean[] there = new boolean[10];
            long count = 0;
            for (int i = 0; i < 300; i++) {
                int key = random.nextInt(there.length);
                if (there[key]) {
                    delete(kit, "k" + key);
                    count--;
                } else {
                    put(kit, "k" + key, 1);
                    count++;
                    if (count == 8 || count == 10) {
                        expected.add(count);
                    }
                }
                there[key] = !there[key];
            }
            assertThat(crossings(kit))
                    .as("seed " + seed)
                    .allMatch(each -> each.measure() == QuotaMeasure.OBJECTS)
                    .extracting(QuotaThresholdCrossed::used)
                    .containsExactlyElementsOf(expected);
        }
    }
}
