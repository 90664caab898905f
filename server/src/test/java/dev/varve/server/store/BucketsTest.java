package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final StoreKit kit = StoreKit.open();
    private final Buckets buckets = kit.store().buckets();

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void createsABucketThatItsCallerOwns() {
        buckets.create(BUCKET).orThrow();
        Bucket bucket = buckets.find(BUCKET).orElseThrow();
        assertThat(bucket.name()).isEqualTo(BUCKET);
        assertThat(bucket.owner()).isEqualTo("alice");
        assertThat(bucket.created()).isEqualTo(SettableClock.START);
        assertThat(bucket.settings()).isEqualTo(BucketSettings.DEFAULT);
    }

    @Test
    void tellsAnOwnerFromAnotherWhenANameIsTaken() {
        buckets.create(BUCKET).orThrow();
        assertRefused(buckets.create(BUCKET), Reason.BUCKET_OWNED_BY_YOU);
        assertRefused(kit.store(StoreKit.by("bob")).buckets().create(BUCKET), Reason.BUCKET_EXISTS);
    }

    @Test
    void refusesObjectLockWithoutVersioning() {
        BucketSettings settings =
                BucketSettings.DEFAULT.withObjectLock(new ObjectLock(true, null, Duration.ZERO));
        assertRefused(buckets.create(BUCKET, settings), Reason.INVALID_BUCKET_STATE);
        assertThat(buckets.find(BUCKET)).isEmpty();
    }

    @Test
    void listsByPrefixInNameOrderAfterAName() {
        for (String name : new String[] {"b-2", "a-1", "b-1", "b-3", "c-1"}) {
            buckets.create(new BucketName(name)).orThrow();
        }
        assertThat(buckets.list("", "", 10))
                .extracting(bucket -> bucket.name().value())
                .containsExactly("a-1", "b-1", "b-2", "b-3", "c-1");
        assertThat(buckets.list("b-", "b-1", 1))
                .extracting(bucket -> bucket.name().value())
                .containsExactly("b-2");
    }

    @Test
    void refusesToDeleteABucketThatIsMissing() {
        assertRefused(buckets.delete(BUCKET), Reason.NO_SUCH_BUCKET);
    }

    @Test
    void refusesToDeleteABucketWithObjects() {
        Sample sample = Sample.in(kit);
        sample.put("1");
        assertRefused(buckets.delete(BUCKET), Reason.BUCKET_NOT_EMPTY);
    }

    @Test
    void refusesToDeleteABucketWithNothingButADeleteMarker() {
        Sample sample = Sample.in(kit, Versioning.ENABLED);
        sample.delete();
        assertRefused(buckets.delete(BUCKET), Reason.BUCKET_NOT_EMPTY);
    }

    @Test
    void refusesToDeleteABucketWithAnOpenUploadUntilItIsAborted() {
        Sample.in(kit);
        UploadId upload = kit.store().uploads().create(BUCKET, KEY).orThrow();
        assertRefused(buckets.delete(BUCKET), Reason.BUCKET_NOT_EMPTY);
        kit.store().uploads().abort(BUCKET, KEY, upload).orThrow();
        buckets.delete(BUCKET).orThrow();
        assertThat(buckets.find(BUCKET)).isEmpty();
    }

    @Test
    void deletesABucketThatHoldsOnlyHistoryAndStartsAnewUnderItsName() {
        Sample sample = Sample.in(kit);
        sample.put("old");
        sample.delete();
        var old = buckets.delete(BUCKET).orThrow();
        var fresh = buckets.create(BUCKET).orThrow();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(sample.history()).isEmpty();
        assertRefused(kit.store().history().undelete(BUCKET, KEY, null), Reason.NO_SUCH_KEY);
    }

    @Test
    void givesTheBytesOfADeletedBucketBackAfterItsWindow() {
        Sample sample = Sample.in(kit);
        sample.put("old");
        sample.delete();
        buckets.delete(BUCKET).orThrow();
        assertThat(buckets.totalUsage().hiddenBytes()).isEqualTo(3);
        kit.clock.advance(Duration.ofHours(25));
        kit.maintenance.purge();
        kit.maintenance.reclaim();
        assertThat(buckets.totalUsage().hiddenBytes()).isZero();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }

    @Test
    void refusesEverythingInABucketThatIsMissing() {
        ObjectStore store = kit.store();
        Reason reason = Reason.NO_SUCH_BUCKET;
        assertRefused(store.put(PutRequest.of(BUCKET, KEY, Sample.body("1"))), reason);
        assertThat(Sample.refusalOf(store.get(ReadRequest.of(BUCKET, KEY)))).isEqualTo(reason);
        assertRefused(store.head(ReadRequest.of(BUCKET, KEY)), reason);
        assertRefused(store.delete(BUCKET, KEY), reason);
        assertRefused(store.deleteVersion(BUCKET, KEY, VersionRef.NULL, false), reason);
        assertRefused(
                store.change(BUCKET, KEY, null, new AttributeChange.SetLegalHold(true)), reason);
        assertRefused(store.listings().objects(BUCKET, Listings.Listing.ALL), reason);
        assertRefused(store.listings().versions(BUCKET, Listings.Listing.ALL, null), reason);
        assertRefused(store.uploads().create(BUCKET, KEY), reason);
        assertRefused(store.uploads().list(BUCKET, "", "", null, 10), reason);
        assertRefused(store.history().undelete(BUCKET, KEY, null), reason);
        assertRefused(store.history().of(BUCKET, KEY, null, 10), reason);
        assertRefused(store.history().purge(BUCKET, ""), reason);
        assertRefused(buckets.usage(BUCKET), reason);
        assertRefused(buckets.change(BUCKET, new SettingsChange.SetTags(new TreeMap<>())), reason);
    }

    @Test
    void changesWindowQuotaTagsAndDocuments() {
        buckets.create(OTHER).orThrow();
        TreeMap<String, String> tags = new TreeMap<>(Map.of("team", "red"));
        Bytes cors = Bytes.utf8("<cors/>");
        buckets.change(OTHER, new SettingsChange.SetHistoryWindow(Duration.ofDays(7))).orThrow();
        buckets.change(OTHER, new SettingsChange.SetQuota(new BucketSettings.Quota(10, 2)))
                .orThrow();
        buckets.change(OTHER, new SettingsChange.SetTags(tags)).orThrow();
        buckets.change(OTHER, new SettingsChange.SetDocument("cors", Optional.of(cors))).orThrow();
        BucketSettings settings = buckets.find(OTHER).orElseThrow().settings();
        assertThat(settings.historyWindow()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.quota()).isEqualTo(new BucketSettings.Quota(10, 2));
        assertThat(settings.tags()).isEqualTo(tags);
        assertThat(settings.documents()).containsExactly(Map.entry("cors", cors));
        buckets.change(OTHER, new SettingsChange.SetDocument("cors", Optional.empty())).orThrow();
        assertThat(buckets.find(OTHER).orElseThrow().settings().documents()).isEmpty();
    }

    @Test
    void writesNoEventForAChangeThatChangesNothing() {
        buckets.create(BUCKET).orThrow();
        var before = kit.store().position();
        buckets.change(BUCKET, new SettingsChange.SetVersioning(Versioning.OFF)).orThrow();
        assertThat(kit.store().position()).isEqualTo(before);
    }

    @Test
    void neverTurnsVersioningOffAgain() {
        Sample sample = Sample.in(kit, Versioning.ENABLED);
        SettingsChange off = new SettingsChange.SetVersioning(Versioning.OFF);
        assertRefused(buckets.change(BUCKET, off), Reason.INVALID_BUCKET_STATE);
        sample.versioning(Versioning.SUSPENDED);
        assertRefused(buckets.change(BUCKET, off), Reason.INVALID_BUCKET_STATE);
        sample.versioning(Versioning.ENABLED);
    }

    @Test
    void keepsVersioningEnabledAndTheLockOnUnderObjectLock() {
        Sample.in(kit, Sample.locking());
        assertRefused(
                buckets.change(BUCKET, new SettingsChange.SetVersioning(Versioning.SUSPENDED)),
                Reason.INVALID_BUCKET_STATE);
        assertRefused(
                buckets.change(BUCKET, new SettingsChange.SetObjectLock(ObjectLock.OFF)),
                Reason.INVALID_BUCKET_STATE);
    }

    @Test
    void turnsObjectLockOnOnlyWhereVersioningIsEnabled() {
        Sample sample = Sample.in(kit);
        SettingsChange on =
                new SettingsChange.SetObjectLock(new ObjectLock(true, null, Duration.ZERO));
        assertRefused(buckets.change(BUCKET, on), Reason.INVALID_BUCKET_STATE);
        sample.versioning(Versioning.ENABLED);
        buckets.change(BUCKET, on).orThrow();
        assertThat(buckets.find(BUCKET).orElseThrow().settings().objectLock().enabled()).isTrue();
    }
}
