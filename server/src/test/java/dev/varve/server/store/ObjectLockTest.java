package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.log.Retention.Mode;
import dev.varve.log.VersionId;
import dev.varve.server.store.AttributeChange.SetLegalHold;
import dev.varve.server.store.AttributeChange.SetRetention;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectLockTest {
    private static final Instant UNTIL = SettableClock.START.plus(Duration.ofDays(10));

    private final StoreKit kit = StoreKit.open(StoreKit.Settings.DEFAULT.historyBytes(0));
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit, Sample.locking());

    @AfterEach
    void close() {
        kit.close();
    }

    private VersionId put(@Nullable Retention retention, boolean hold) {
        Attributes attributes = new Attributes(Metadata.NONE, new TreeMap<>(), retention, hold);
        return store.put(PutRequest.of(BUCKET, KEY, Sample.body("precious")).attributes(attributes))
                .orThrow()
                .version();
    }

    private Outcome<Deleted> delete(VersionId version, boolean bypass) {
        return store.deleteVersion(BUCKET, KEY, VersionRef.of(version), bypass);
    }

    private Outcome<?> change(VersionId version, AttributeChange change) {
        return store.change(BUCKET, KEY, VersionRef.of(version), change);
    }

    private static SetRetention retain(Mode mode, Instant until, boolean bypass) {
        return new SetRetention(Optional.of(new Retention(mode, until)), bypass);
    }

    /// All that could ever remove bytes, other than deleting the version by its name.
    private void tryEverythingElse(VersionId version) {
        sample.put("newer");
        store.delete(BUCKET, KEY).orThrow();
        assertRefused(store.history().purge(BUCKET, KEY, version), Reason.NOT_DELETED);
        assertThat(store.history().purge(BUCKET, "key").orThrow().versions()).isZero();
        assertThat(store.history().purge(BUCKET, "").orThrow().versions()).isZero();
        kit.clock.advance(Duration.ofDays(2));
        assertThat(kit.maintenance.purge().versions()).isZero();
        kit.maintenance.reclaim();
        kit.maintenance.freeUnreferenced();
        assertRefused(store.buckets().delete(BUCKET), Reason.BUCKET_NOT_EMPTY);
        assertThat(sample.get(version)).isEqualTo("precious");
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void keepsARetainedVersionOnEveryPath(Mode mode) {
        VersionId version = put(new Retention(mode, UNTIL), false);
        assertRefused(delete(version, false), Reason.LOCKED);
        tryEverythingElse(version);
    }

    @Test
    void keepsAVersionOnHoldOnEveryPathWhoeverAsks() {
        VersionId version = put(null, true);
        assertRefused(delete(version, false), Reason.LOCKED);
        assertRefused(delete(version, true), Reason.LOCKED);
        tryEverythingElse(version);
    }

    @Test
    void liftsGovernanceForThosWhoMayBypassItButNeverCompliance() {
        VersionId governed = put(new Retention(Mode.GOVERNANCE, UNTIL), false);
        VersionId compliant = put(new Retention(Mode.COMPLIANCE, UNTIL), false);
        delete(governed, true).orThrow();
        assertRefused(delete(compliant, true), Reason.LOCKED);
    }

    @Test
    void letsAVersionGoThatWasDeletedByBypassingGovernance() {
        VersionId governed = put(new Retention(Mode.GOVERNANCE, UNTIL), false);
        delete(governed, true).orThrow();
        assertThat(store.history().purge(BUCKET, "").orThrow().versions()).isEqualTo(1);
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }

    @Test
    void letsAVersionGoWhenItsRetentionEnds() {
        VersionId version = put(new Retention(Mode.COMPLIANCE, UNTIL), false);
        kit.clock.set(UNTIL.minusMillis(1));
        assertRefused(delete(version, false), Reason.LOCKED);
        kit.clock.set(UNTIL);
        delete(version, false).orThrow();
    }

    @Test
    void holdsBesidesAnEndedRetention() {
        VersionId version = put(new Retention(Mode.COMPLIANCE, UNTIL), true);
        kit.clock.set(UNTIL.plusSeconds(1));
        assertRefused(delete(version, false), Reason.LOCKED);
        change(version, new SetLegalHold(false)).orThrow();
        delete(version, false).orThrow();
    }

    @Test
    void neverWeakensCompliance() {
        VersionId version = put(new Retention(Mode.COMPLIANCE, UNTIL), false);
        for (boolean bypass : new boolean[] {false, true}) {
            assertRefused(
                    change(version, retain(Mode.COMPLIANCE, UNTIL.minusSeconds(1), bypass)),
                    Reason.LOCKED);
            assertRefused(
                    change(version, retain(Mode.GOVERNANCE, UNTIL.plusSeconds(1), bypass)),
                    Reason.LOCKED);
            assertRefused(
                    change(version, new SetRetention(Optional.empty(), bypass)), Reason.LOCKED);
        }
        change(version, retain(Mode.COMPLIANCE, UNTIL.plusSeconds(1), false)).orThrow();
        kit.clock.set(UNTIL);
        assertRefused(delete(version, false), Reason.LOCKED);
    }

    @Test
    void weakensGovernanceOnlyForThoseWhoMayBypassIt() {
        VersionId version = put(new Retention(Mode.GOVERNANCE, UNTIL), false);
        assertRefused(change(version, new SetRetention(Optional.empty(), false)), Reason.LOCKED);
        assertRefused(
                change(version, retain(Mode.GOVERNANCE, UNTIL.minusSeconds(1), false)),
                Reason.LOCKED);
        change(version, new SetRetention(Optional.empty(), true)).orThrow();
        delete(version, false).orThrow();
    }

    @Test
    void strengthensGovernanceForAnybody() {
        VersionId version = put(new Retention(Mode.GOVERNANCE, UNTIL), false);
        change(version, retain(Mode.COMPLIANCE, UNTIL, false)).orThrow();
        assertRefused(delete(version, true), Reason.LOCKED);
    }

    @Test
    void retainsNewVersionsByTheBucketsDefault() {
        store.buckets()
                .change(
                        BUCKET,
                        new SettingsChange.SetObjectLock(
                                new dev.varve.log.BucketSettings.ObjectLock(
                                        true, Mode.COMPLIANCE, Duration.ofDays(10))))
                .orThrow();
        VersionId put = sample.put("precious").version();
        assertRefused(delete(put, true), Reason.LOCKED);
        VersionId copied =
                store.copy(CopyRequest.of(ReadRequest.of(BUCKET, KEY), BUCKET, KEY))
                        .orThrow()
                        .version();
        assertRefused(delete(copied, true), Reason.LOCKED);
        assertRefused(delete(completed(), true), Reason.LOCKED);
        sample.delete();
        VersionId undeleted = store.history().undelete(BUCKET, KEY, null).orThrow().version();
        assertRefused(delete(undeleted, true), Reason.LOCKED);
        kit.clock.set(UNTIL);
        delete(put, false).orThrow();
    }

    private VersionId completed() {
        Uploads uploads = store.uploads();
        var upload = uploads.create(BUCKET, KEY).orThrow();
        var part = uploads.put(BUCKET, KEY, upload, 1, Sample.body("p")).orThrow();
        CompleteRequest request = CompleteRequest.of(List.of(new NamedPart(1, part.etag())));
        return uploads.complete(BUCKET, KEY, upload, request).orThrow().version();
    }

    @Test
    void refusesLocksWhereTheBucketHasNone() {
        store.buckets().create(Sample.OTHER).orThrow();
        Attributes held = new Attributes(Metadata.NONE, new TreeMap<>(), null, true);
        Reason reason = Reason.INVALID_BUCKET_STATE;
        PutRequest put = PutRequest.of(Sample.OTHER, KEY, Sample.body("1"));
        assertRefused(store.put(put.attributes(held)), reason);
        assertRefused(store.uploads().create(Sample.OTHER, KEY, held, null, false), reason);
        store.put(PutRequest.of(Sample.OTHER, KEY, Sample.body("1"))).orThrow();
        assertRefused(store.change(Sample.OTHER, KEY, null, new SetLegalHold(true)), reason);
        assertRefused(
                store.change(Sample.OTHER, KEY, null, retain(Mode.GOVERNANCE, UNTIL, false)),
                reason);
    }

    @Test
    void locksANullVersionOfBeforeTheLock() {
        var other = Sample.OTHER;
        store.buckets().create(other).orThrow();
        VersionId old =
                store.put(PutRequest.of(other, KEY, Sample.body("precious"))).orThrow().version();
        store.buckets()
                .change(other, new SettingsChange.SetVersioning(Versioning.ENABLED))
                .orThrow();
        store.buckets()
                .change(other, new SettingsChange.SetObjectLock(Sample.locking().objectLock()))
                .orThrow();
        store.change(other, KEY, VersionRef.NULL, new SetLegalHold(true)).orThrow();
        store.put(PutRequest.of(other, KEY, Sample.body("newer"))).orThrow();
        assertRefused(store.deleteVersion(other, KEY, VersionRef.NULL, true), Reason.LOCKED);
        assertRefused(store.deleteVersion(other, KEY, VersionRef.of(old), true), Reason.LOCKED);
        assertRefused(
                store.buckets()
                        .change(other, new SettingsChange.SetVersioning(Versioning.SUSPENDED)),
                Reason.INVALID_BUCKET_STATE);
    }
}
