package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.Purged;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AttributeChange.SetLegalHold;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.RestoreResult.Count;
import dev.varve.server.store.SettingsChange.SetBytesWindow;
import dev.varve.server.store.SettingsChange.SetHistoryWindow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Buckets that let bytes of history go an hour after they were superseded, and what is known of them
/// a day after.
class BytesWindowTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ReadRequest REQUEST = ReadRequest.of(BUCKET, KEY);
    private static final ObjectKey OTHER_KEY = ObjectKey.of("other");

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit, BucketSettings.DEFAULT.withBytesWindow(HOUR));

    @AfterEach
    void close() {
        kit.close();
    }

    private static AsOf at(Written written) {
        return new AsOf.AtPosition(written.position());
    }

    /// Puts twice, and lets go of the bytes of the first.
    private Written released() {
        Written first = sample.put("first");
        sample.put("second");
        kit.clock.advance(HOUR);
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(new PurgeResult(1, 5));
        return first;
    }

    private long bytesHeld() {
        return store.buckets().totalUsage().hiddenBytes();
    }

    @Test
    void bytesGoWhenTheirWindowEndsAndNoEarlier() {
        Written first = sample.put("first");
        sample.put("second");
        kit.clock.advance(HOUR.minusMillis(1));
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(PurgeResult.NOTHING);
        assertThat(sample.get(REQUEST.asOf(at(first)))).isEqualTo("first");
        kit.clock.advance(Duration.ofMillis(1));
        assertThat(kit.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(new PurgeResult(1, 5));
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
        assertThat(bytesHeld()).isZero();
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(PurgeResult.NOTHING);
        assertThat(sample.get()).isEqualTo("second");
    }

    @Test
    void whatIsKnownStaysUntilTheHistoryWindowEnds() {
        Written first = released();
        Version then = store.head(REQUEST.asOf(at(first))).orThrow();
        assertThat(then.id()).isEqualTo(first.version());
        assertThat(then.size()).isEqualTo(5);
        assertThat(then.object().etag()).isEqualTo(first.etag());
        assertThat(then.bytesReleased()).isTrue();
        assertThat(store.peek(REQUEST.asOf(at(first)))).isInstanceOf(ReadResult.Found.class);
        assertThat(sample.keys(Listing.ALL.asOf(at(first)))).containsExactly("key");
        assertThat(sample.history())
                .extracting(Version::bytesReleased)
                .containsExactly(false, true);
        kit.clock.advance(Duration.ofHours(23));
        assertThat(kit.maintenance.purge()).isEqualTo(new PurgeResult(1, 0));
        assertThat(sample.history()).hasSize(1);
        sample.assertAbsent(REQUEST.asOf(at(first)), Reason.BELOW_HISTORY_FLOOR);
    }

    @Test
    void readsOfThatTimeAreRefusedForThatVersionAlone() {
        Written other = sample.put(OTHER_KEY, "other");
        Written first = released();
        sample.assertAbsent(REQUEST.asOf(at(first)), Reason.BYTES_RELEASED);
        sample.assertAbsent(
                REQUEST.version(VersionRef.of(first.version())).asOf(at(first)),
                Reason.BYTES_RELEASED);
        sample.assertAbsent(
                REQUEST.asOf(at(first)).range(new ByteRange.FromTo(0, 1L)), Reason.BYTES_RELEASED);
        assertThat(sample.get(ReadRequest.of(BUCKET, OTHER_KEY).asOf(at(first))))
                .isEqualTo("other");
        assertThat(other.position()).isLessThan(first.position());
    }

    @Test
    void anOpenReaderReadsToTheEnd() {
        Written first = sample.put("first");
        try (ObjectBody body = store.get(REQUEST).orThrow()) {
            sample.put("second");
            kit.clock.advance(HOUR);
            kit.maintenance.releaseBytes();
            kit.maintenance.reclaim();
            assertThat(new String(body.readAll(), StandardCharsets.UTF_8)).isEqualTo("first");
        }
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
        sample.assertAbsent(REQUEST.asOf(at(first)), Reason.BYTES_RELEASED);
    }

    @Test
    void withoutAWindowBytesGoAtOnce() {
        store.buckets().change(BUCKET, new SetBytesWindow(Duration.ZERO)).orThrow();
        sample.put("first");
        sample.delete();
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(new PurgeResult(1, 5));
        assertThat(sample.history()).hasSize(2);
    }

    @Test
    void countsTheWindowThatWasInForceWhenAVersionWasSuperseded() {
        sample.put("first");
        sample.put("second");
        store.buckets().change(BUCKET, new SetBytesWindow(null)).orThrow();
        sample.put("third");
        kit.clock.advance(Duration.ofHours(23));
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(new PurgeResult(1, 5));
    }

    @Test
    void bytesThatAnotherVersionNamesStay() {
        sample.put(OTHER_KEY, "first");
        Written first = released();
        kit.maintenance.reclaim();
        assertThat(sample.get(OTHER_KEY)).isEqualTo("first");
        sample.assertAbsent(REQUEST.asOf(at(first)), Reason.BYTES_RELEASED);
        sample.put("first");
        assertThat(sample.get()).isEqualTo("first");
    }

    @Test
    void nothingIsMadeOfBytesThatAreGone() {
        Written first = released();
        ReadRequest then = REQUEST.asOf(at(first));
        Position before = store.position();
        assertRefused(store.copy(CopyRequest.of(then, BUCKET, OTHER_KEY)), Reason.BYTES_RELEASED);
        assertRefused(
                store.history().undelete(BUCKET, KEY, first.version()), Reason.BYTES_RELEASED);
        assertThat(store.position()).isEqualTo(before);
        UploadId upload = store.uploads().create(BUCKET, OTHER_KEY).orThrow();
        assertRefused(
                store.uploads().copy(BUCKET, OTHER_KEY, upload, 1, then), Reason.BYTES_RELEASED);
    }

    @Test
    void anUndeleteDoesNotTakeAnOlderVersionInstead() {
        sample.put("first");
        sample.put("second");
        sample.delete();
        kit.clock.advance(HOUR);
        kit.maintenance.releaseBytes();
        assertRefused(store.history().undelete(BUCKET, KEY, null), Reason.BYTES_RELEASED);
    }

    @Test
    void aCopyThatWasPreparedBeforeIsRefused() {
        Written first = sample.put("first");
        sample.put("second");
        WriteCommands.Source source =
                new WriteCommands.Source(
                        store.buckets().find(BUCKET).orElseThrow().id(), KEY, first.version());
        assertThat(kit.core.<Boolean>read(source::isThere)).isTrue();
        kit.clock.advance(HOUR);
        kit.maintenance.releaseBytes();
        assertThat(kit.core.<Boolean>read(source::isThere)).isFalse();
    }

    @Test
    void aRestoreSaysWhatItCannotBringBackAndDoesNothing() {
        sample.put(OTHER_KEY, "");
        Written first = sample.put("first");
        sample.delete();
        store.delete(BUCKET, OTHER_KEY).orThrow();
        kit.clock.advance(HOUR);
        kit.maintenance.releaseBytes();
        for (RestoreRequest all :
                List.of(
                        RestoreRequest.of(BUCKET, at(first)),
                        RestoreRequest.everything(at(first)))) {
            RestoreResult would = store.restore(all.dry()).orThrow();
            assertThat(would.back()).isEqualTo(new Count(1, 0));
            assertThat(would.released()).isEqualTo(new Count(1, 5));
            Position before = store.position();
            assertRefused(store.restore(all), Reason.BYTES_RELEASED);
            assertThat(store.position()).isEqualTo(before);
        }
        assertThat(sample.keys()).isEmpty();
        RestoreRequest all = RestoreRequest.of(BUCKET, at(first));
        RestoreResult done = store.restore(all.skippingReleased()).orThrow();
        assertThat(done.objects()).isEqualTo(1);
        assertThat(done.released()).isEqualTo(new Count(1, 5));
        assertThat(sample.keys()).containsExactly("other");
        kit.maintenance.settle();
        assertThat(sample.keys()).containsExactly("other");
    }

    @Test
    void aRestoreOfOneKeyIsRefusedUnlessItIsSkipped() {
        Written first = released();
        RestoreRequest one = RestoreRequest.of(BUCKET, KEY, at(first));
        assertThat(store.restore(one.dry()).orThrow().released()).isEqualTo(new Count(1, 5));
        assertRefused(store.restore(one), Reason.BYTES_RELEASED);
        assertThat(store.restore(one.skippingReleased()).orThrow().objects()).isZero();
        assertThat(sample.get()).isEqualTo("second");
    }

    @Test
    void aRestoreThatWasPreparedBeforeIsRefused() {
        Written first = sample.put("first");
        sample.put("second");
        HybridTime cut = kit.recorded(first.position()).envelope().time();
        RestorePlan plan = RestorePlan.of(Optional.of(BUCKET), "", at(first), cut).orThrow();
        try (PreparedRestore prepared = PreparedRestore.of(plan, kit.core).orThrow()) {
            assertThat(prepared.foreseen().changed()).isEqualTo(new Count(1, 5));
            kit.clock.advance(HOUR);
            kit.maintenance.releaseBytes();
            assertRefused(kit.core.run(prepared.decision(), StoreKit.ALICE), Reason.BYTES_RELEASED);
        }
        assertThat(sample.get()).isEqualTo("second");
    }

    @Test
    void whatARestoreHasYetToSettleKeepsItsBytes() {
        Written first = sample.put("first");
        sample.delete();
        store.restore(RestoreRequest.of(BUCKET, "", at(first))).orThrow();
        kit.clock.advance(HOUR);
        kit.maintenance.releaseBytes();
        kit.maintenance.reclaim();
        assertThat(sample.get()).isEqualTo("first");
        kit.maintenance.settle();
        assertThat(sample.get()).isEqualTo("first");
    }

    @Test
    void whatClientsSeeAndWhatIsLockedNeverGoes() {
        BucketSettings settings =
                BucketSettings.DEFAULT
                        .withVersioning(Versioning.ENABLED)
                        .withObjectLock(new ObjectLock(true, null, Duration.ZERO))
                        .withBytesWindow(Duration.ZERO);
        store.buckets().create(OTHER, settings).orThrow();
        Written held = store.put(PutRequest.of(OTHER, KEY, Sample.body("held"))).orThrow();
        VersionRef ref = VersionRef.of(held.version());
        store.change(OTHER, KEY, ref, new SetLegalHold(true)).orThrow();
        store.delete(OTHER, KEY).orThrow();
        kit.clock.advance(Duration.ofDays(1000));
        assertThat(kit.maintenance.releaseBytes()).isEqualTo(PurgeResult.NOTHING);
        var bucket = store.buckets().find(OTHER).orElseThrow().id();
        PurgeCommands.Release named =
                new PurgeCommands.Release(
                        bucket, List.of(new Purged(KEY, held.version())), kit.core.duties());
        assertThat(kit.core.run(named, StoreKit.ALICE).orThrow()).isEqualTo(PurgeResult.NOTHING);
        assertThat(sample.get(ReadRequest.of(OTHER, KEY).version(ref))).isEqualTo("held");
    }

    @Test
    void pressureCountsNoBytesThatAreGone() {
        try (StoreKit tight = StoreKit.open(StoreKit.Settings.DEFAULT.historyBytes(10))) {
            Sample there = Sample.in(tight, BucketSettings.DEFAULT.withBytesWindow(HOUR));
            there.put("first");
            there.put("second");
            tight.clock.advance(HOUR);
            there.put("third");
            tight.maintenance.releaseBytes();
            assertThat(tight.store().buckets().totalUsage().hiddenBytes()).isEqualTo(6);
            assertThat(tight.maintenance.purge()).isEqualTo(PurgeResult.NOTHING);
            there.put("fourth");
            assertThat(tight.maintenance.purge()).isEqualTo(new PurgeResult(2, 6));
        }
    }

    @Test
    void refusesToKeepBytesLongerThanHistory() {
        SetBytesWindow longer = new SetBytesWindow(Duration.ofHours(25));
        assertRefused(store.buckets().change(BUCKET, longer), Reason.INVALID_ARGUMENT);
        assertRefused(
                store.buckets()
                        .create(
                                OTHER,
                                BucketSettings.DEFAULT.withBytesWindow(Duration.ofHours(25))),
                Reason.INVALID_ARGUMENT);
        store.buckets().change(BUCKET, new SetHistoryWindow(Duration.ofMinutes(1))).orThrow();
        sample.put("first");
        sample.put("second");
        kit.clock.advance(Duration.ofMinutes(1));
        assertThat(kit.maintenance.purge()).isEqualTo(new PurgeResult(1, 5));
    }

    @Test
    void isOneEventForManyVersions() {
        for (int i = 0; i <= 1100; i++) {
            sample.put("body " + i);
        }
        kit.clock.advance(HOUR);
        Position before = store.position();
        assertThat(kit.maintenance.releaseBytes().versions()).isEqualTo(1100);
        assertThat(kit.recorded(before.next()).event())
                .isInstanceOfSatisfying(
                        BytesReleased.class, event -> assertThat(event.released()).hasSize(1000));
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
    }
}
