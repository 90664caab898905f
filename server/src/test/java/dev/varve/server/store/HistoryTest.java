package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ReadRequest REQUEST = ReadRequest.of(BUCKET, KEY);

    private final StoreKit kit = StoreKit.open(StoreKit.Settings.DEFAULT.historyBytes(100));
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private static AsOf at(Written written) {
        return new AsOf.AtPosition(written.position());
    }

    @Test
    void keepsASupersededVersionForItsWindowAndNoLonger() {
        Written first = sample.put("first");
        kit.clock.advance(HOUR);
        Written second = sample.put("second");
        kit.clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(sample.get(REQUEST.asOf(at(first)))).isEqualTo("first");
        kit.clock.advance(Duration.ofMillis(1));
        assertThat(kit.maintenance.purge()).isEqualTo(new PurgeResult(1, 5));
        sample.assertAbsent(REQUEST.asOf(at(first)), Reason.BELOW_HISTORY_FLOOR);
        assertThat(sample.get(REQUEST.asOf(at(second)))).isEqualTo("second");
        assertThat(sample.get()).isEqualTo("second");
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
    }

    @Test
    void refusesEveryReadBelowTheFloorOfThatBucketAlone() {
        Written first = sample.put("first");
        store.buckets().create(OTHER).orThrow();
        Written other = store.put(PutRequest.of(OTHER, KEY, Sample.body("other"))).orThrow();
        sample.delete();
        kit.clock.advance(Duration.ofHours(24));
        kit.maintenance.purge();
        Listing then = Listing.ALL.asOf(at(first));
        assertRefused(store.listings().objects(BUCKET, then), Reason.BELOW_HISTORY_FLOOR);
        assertRefused(store.listings().versions(BUCKET, then, null), Reason.BELOW_HISTORY_FLOOR);
        assertRefused(store.head(REQUEST.asOf(at(first))), Reason.BELOW_HISTORY_FLOOR);
        assertThat(sample.get(ReadRequest.of(OTHER, KEY).asOf(at(other)))).isEqualTo("other");
    }

    @Test
    void keepsNoHistoryWithoutAWindow() {
        store.buckets()
                .change(BUCKET, new SettingsChange.SetHistoryWindow(Duration.ZERO))
                .orThrow();
        sample.put("first");
        sample.put("second");
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1);
        assertThat(sample.history()).hasSize(1);
    }

    @Test
    void countsTheWindowThatWasInForceWhenAVersionWasSuperseded() {
        sample.put("first");
        sample.put("second");
        store.buckets().change(BUCKET, new SettingsChange.SetHistoryWindow(HOUR)).orThrow();
        sample.put("third");
        kit.clock.advance(HOUR);
        assertThat(kit.maintenance.purge()).isEqualTo(new PurgeResult(1, 6));
        assertThat(sample.history()).extracting(Version::size).containsExactly(5L, 5L);
    }

    @Test
    void neverPurgesWhatClientsSee() {
        sample.versioning(Versioning.ENABLED);
        Written first = sample.put("first");
        sample.put("second");
        sample.delete();
        kit.clock.advance(Duration.ofDays(1000));
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(sample.get(first.version())).isEqualTo("first");
    }

    @Test
    void endsWindowsEarlyUnderPressureTheOldestFirstAndNoMoreThanNeeded() {
        for (int i = 0; i < 15; i++) {
            sample.put("ten bytes " + (char) ('a' + i));
            kit.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(store.buckets().totalUsage().hiddenBytes()).isEqualTo(14 * 11);
        PurgeResult purged = kit.maintenance.purge();
        assertThat(purged).isEqualTo(new PurgeResult(5, 55));
        assertThat(sample.history()).hasSize(10);
        assertThat(sample.get(REQUEST.asOf(new AsOf.At(SettableClock.START.plusSeconds(5)))))
                .isEqualTo("ten bytes f");
        sample.assertAbsent(
                REQUEST.asOf(new AsOf.At(SettableClock.START.plusSeconds(4))),
                Reason.BELOW_HISTORY_FLOOR);
        assertThat(sample.get()).isEqualTo("ten bytes o");
    }

    @Test
    void endsWindowsEarlyWhenTheVolumeRunsLow() {
        try (StoreKit tight = StoreKit.open(StoreKit.Settings.DEFAULT.historyFree(0.1))) {
            Sample there = Sample.in(tight);
            there.put("first");
            there.put("second");
            assertThat(tight.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
            tight.volume.usable(FakeVolume.TOTAL / 10 - 1);
            assertThat(tight.maintenance.purge().versions()).isEqualTo(1);
            assertThat(there.get()).isEqualTo("second");
            tight.maintenance.reclaim();
            assertThat(tight.blobs.stats().blobs()).isEqualTo(1);
        }
    }

    @Test
    void purgesANamedVersionNowAndRefusesThePastItWasIn() {
        Written first = sample.put("first");
        Written second = sample.put("second");
        assertThat(store.history().purge(BUCKET, KEY, first.version()).orThrow())
                .isEqualTo(new PurgeResult(1, 5));
        sample.assertAbsent(REQUEST.asOf(at(first)), Reason.BELOW_HISTORY_FLOOR);
        assertThat(sample.get(REQUEST.asOf(at(second)))).isEqualTo("second");
    }

    @Test
    void refusesToPurgeWhatIsNotDeleted() {
        Written first = sample.put("first");
        assertRefused(store.history().purge(BUCKET, KEY, first.version()), Reason.NOT_DELETED);
        sample.put("second");
        store.history().purge(BUCKET, KEY, first.version()).orThrow();
        assertRefused(store.history().purge(BUCKET, KEY, first.version()), Reason.NOT_DELETED);
    }

    @Test
    void purgesAPrefixOrAWholeBucketNow() {
        for (String key : new String[] {"a/1", "a/2", "b"}) {
            sample.put(ObjectKey.of(key), "old");
            sample.put(ObjectKey.of(key), "new");
        }
        assertThat(store.history().purge(BUCKET, "a/").orThrow()).isEqualTo(new PurgeResult(2, 6));
        assertThat(store.history().purge(BUCKET, "").orThrow()).isEqualTo(new PurgeResult(1, 3));
        assertThat(sample.keys()).containsExactly("a/1", "a/2", "b");
        assertThat(store.buckets().totalUsage().hiddenBytes()).isZero();
    }

    @Test
    void purgesMoreThanFitsIntoOneEvent() {
        for (int i = 0; i < 1100; i++) {
            sample.put("same");
        }
        assertThat(store.history().purge(BUCKET, "").orThrow().versions()).isEqualTo(1099);
        assertThat(sample.history()).hasSize(1);
        for (int i = 0; i < 1100; i++) {
            sample.put("same");
        }
        kit.clock.advance(Duration.ofHours(24));
        assertThat(kit.maintenance.purge().versions()).isEqualTo(1100);
    }

    @Test
    void listsThePastWithPrefixAndDelimiter() {
        sample.put(ObjectKey.of("a/1"), "1");
        sample.put(ObjectKey.of("a/2"), "2");
        Written last = sample.put(ObjectKey.of("b"), "3");
        store.delete(BUCKET, ObjectKey.of("a/1")).orThrow();
        sample.put(ObjectKey.of("c"), "4");
        Listing then = Listing.ALL.asOf(at(last));
        assertThat(sample.keys(then)).containsExactly("a/1", "a/2", "b");
        var page = store.listings().objects(BUCKET, then.delimiter("/")).orThrow();
        assertThat(page.commonPrefixes()).containsExactly("a/");
        assertThat(sample.keys(then.prefix("a/"))).containsExactly("a/1", "a/2");
        assertThat(sample.keys()).containsExactly("a/2", "b", "c");
    }

    @Test
    void readsThePastOfSettingsThatHaveChangedSince() {
        store.buckets()
                .create(OTHER, BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED))
                .orThrow();
        Written first = store.put(PutRequest.of(OTHER, KEY, Sample.body("1"))).orThrow();
        store.buckets()
                .change(OTHER, new SettingsChange.SetVersioning(Versioning.SUSPENDED))
                .orThrow();
        store.delete(OTHER, KEY).orThrow();
        assertThat(sample.get(ReadRequest.of(OTHER, KEY).asOf(at(first)))).isEqualTo("1");
    }
}
