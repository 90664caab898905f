package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Views of the past: which bucket a name stood for, and that what they show stays the same.
class PastTest {
    private static final BucketName VIEW = new BucketName("view");
    private static final Duration HOUR = Duration.ofHours(1);

    private final StoreKit kit = StoreKit.open(StoreKit.Settings.DEFAULT);
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private Outcome<PastBucket> at(AsOf when) {
        return store.buckets().at(BUCKET, when);
    }

    private AsOf now() {
        return new AsOf.AtPosition(store.position());
    }

    private ObjectStore viewing(AsOf when) {
        return store.viewing(VIEW, at(when).orThrow());
    }

    private static List<String> keys(ObjectStore shown) {
        return shown.listings().objects(VIEW, Listing.ALL).orThrow().objects().stream()
                .map(ListedObject::key)
                .map(ObjectKey::toString)
                .toList();
    }

    private static String read(ObjectStore shown, ReadRequest request) {
        return new Sample(shown).get(request);
    }

    private void deleteBucket() {
        store.buckets().delete(BUCKET).orThrow();
    }

    @Test
    void showsWhatWasThereUnderTheNameOfTheView() {
        sample.put("first");
        AsOf then = now();
        sample.put("second");
        store.put(PutRequest.of(BUCKET, ObjectKey.of("later"), Sample.body("later"))).orThrow();
        ObjectStore shown = viewing(then);
        assertThat(keys(shown)).containsExactly(KEY.toString());
        assertThat(read(shown, ReadRequest.of(VIEW, KEY))).isEqualTo("first");
        assertThat(shown.history().of(VIEW, KEY, null, 10).orThrow()).hasSize(1);
        assertThat(shown.buckets().find(VIEW).orElseThrow().name()).isEqualTo(BUCKET);
        assertThat(read(shown, ReadRequest.of(BUCKET, KEY))).isEqualTo("second");
    }

    @Test
    void copiesFromAViewByReference() {
        sample.put("first");
        AsOf then = now();
        sample.delete();
        ObjectStore shown = viewing(then);
        shown.copy(CopyRequest.of(ReadRequest.of(VIEW, KEY), BUCKET, KEY)).orThrow();
        assertThat(sample.get()).isEqualTo("first");
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
        sample.delete();
        TransactionRequest all =
                TransactionRequest.of(
                        new TransactionRequest.Copy(
                                CopyRequest.of(ReadRequest.of(VIEW, KEY), BUCKET, KEY)));
        shown.transaction(all).orThrow();
        assertThat(sample.get()).isEqualTo("first");
    }

    @Test
    void nothingIsWrittenToAView() {
        sample.put("first");
        ObjectStore shown = viewing(now());
        Position before = store.position();
        assertRefused(shown.put(PutRequest.of(VIEW, KEY, Sample.body("second"))), Reason.READ_ONLY);
        assertRefused(shown.buckets().usage(VIEW), Reason.READ_ONLY);
        assertThat(shown.delete(VIEW, KEY).isDone()).isFalse();
        assertThat(shown.buckets().delete(VIEW).isDone()).isFalse();
        assertThat(store.position()).isEqualTo(before);
    }

    @Test
    void aViewIsOfOneMomentAlone() {
        sample.put("first");
        ReadRequest request = ReadRequest.of(VIEW, KEY).asOf(now());
        assertRefused(viewing(now()).head(request), Reason.INVALID_ARGUMENT);
    }

    @Test
    void showsABucketThatWasDeletedSince() {
        sample.put("first");
        AsOf then = now();
        sample.delete();
        AsOf empty = now();
        deleteBucket();
        AsOf gone = now();
        assertThat(read(viewing(then), ReadRequest.of(VIEW, KEY))).isEqualTo("first");
        assertThat(keys(viewing(empty))).isEmpty();
        assertRefused(at(gone), Reason.NO_SUCH_BUCKET);
        store.buckets().create(OTHER).orThrow();
        viewing(then).copy(CopyRequest.of(ReadRequest.of(VIEW, KEY), OTHER, KEY)).orThrow();
        assertThat(sample.get(ReadRequest.of(OTHER, KEY))).isEqualTo("first");
    }

    @Test
    void aNameStandsForTheBucketThatHadItThen() {
        AsOf before = new AsOf.AtPosition(new Position(0));
        sample.put("first");
        AsOf first = now();
        sample.delete();
        deleteBucket();
        AsOf between = now();
        store.buckets().create(BUCKET).orThrow();
        AsOf second = now();
        sample.put("second");
        assertRefused(at(before), Reason.NO_SUCH_BUCKET);
        assertThat(read(viewing(first), ReadRequest.of(VIEW, KEY))).isEqualTo("first");
        assertRefused(at(between), Reason.NO_SUCH_BUCKET);
        assertThat(keys(viewing(second))).isEmpty();
        BucketId id = at(first).orThrow().bucket().id();
        assertThat(id).isNotEqualTo(at(second).orThrow().bucket().id());
        assertThat(store.buckets().at(id, first).orThrow().bucket().id()).isEqualTo(id);
        assertRefused(store.buckets().at(id, second), Reason.NO_SUCH_BUCKET);
    }

    @Test
    void historyOfADeletedBucketEndsWithItsWindow() {
        sample.put("first");
        AsOf then = now();
        kit.clock.advance(HOUR);
        store.put(PutRequest.of(BUCKET, ObjectKey.of("other"), Sample.body("other"))).orThrow();
        AsOf both = now();
        sample.delete();
        kit.clock.advance(HOUR);
        store.delete(BUCKET, ObjectKey.of("other")).orThrow();
        AsOf none = now();
        deleteBucket();
        ObjectStore shown = viewing(both);
        kit.clock.advance(Duration.ofHours(23));
        kit.maintenance.purge();
        assertRefused(shown.listings().objects(VIEW, Listing.ALL), Reason.BELOW_HISTORY_FLOOR);
        assertThat(store.buckets().unreadable(at(then).orThrow()))
                .map(Refusal::reason)
                .contains(Reason.BELOW_HISTORY_FLOOR);
        assertThat(keys(viewing(none))).isEmpty();
        kit.clock.advance(HOUR);
        kit.maintenance.purge();
        assertRefused(at(then), Reason.NO_SUCH_BUCKET);
        assertRefused(shown.listings().objects(VIEW, Listing.ALL), Reason.NO_SUCH_BUCKET);
        assertThat(shown.buckets().find(VIEW)).isEmpty();
    }

    @Test
    void onlyMomentsThatAreOverCanBeSeen() {
        sample.put("first");
        Instant now = kit.clock.instant();
        assertRefused(at(AsOf.NOW), Reason.INVALID_ARGUMENT);
        assertRefused(at(new AsOf.At(now)), Reason.INVALID_ARGUMENT);
        assertRefused(at(new AsOf.At(now.plus(HOUR))), Reason.INVALID_ARGUMENT);
        assertRefused(at(new AsOf.AtPosition(store.position().next())), Reason.INVALID_ARGUMENT);
        kit.clock.advance(Duration.ofMillis(1));
        assertThat(read(viewing(new AsOf.At(now)), ReadRequest.of(VIEW, KEY))).isEqualTo("first");
    }

    @Test
    void versionsAreThoseOfThen() {
        store.buckets()
                .change(BUCKET, new SettingsChange.SetVersioning(Versioning.ENABLED))
                .orThrow();
        Written first = sample.put("first");
        sample.put("second");
        AsOf then = now();
        store.deleteVersion(BUCKET, KEY, VersionRef.of(first.version()), false).orThrow();
        sample.put("third");
        ObjectStore shown = viewing(then);
        assertThat(shown.listings().versions(VIEW, Listing.ALL, null).orThrow().versions())
                .hasSize(2);
        ReadRequest ofFirst = ReadRequest.of(VIEW, KEY).version(VersionRef.of(first.version()));
        assertThat(read(shown, ofFirst)).isEqualTo("first");
        assertThat(shown.history().of(VIEW, KEY, null, 10).orThrow())
                .allMatch(version -> version.hiddenAt() == null)
                .hasSize(2);
        assertThat(shown.history().of(VIEW, KEY, null, 1).orThrow()).hasSize(1);
    }
}
