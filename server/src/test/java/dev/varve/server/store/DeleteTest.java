package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.log.seal.Journals;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.Version;
import dev.varve.projections.objects.Version.Kind;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectStore.DeleteTarget;
import dev.varve.server.store.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeleteTest {
    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private List<ListedVersion> versions() {
        return store.listings().versions(BUCKET, Listing.ALL, null).orThrow().versions();
    }

    @Test
    void hidesAnObjectWithoutVersioningAndKeepsItAsHistory() {
        sample.put("1");
        assertThat(sample.delete()).isEqualTo(Deleted.nothing(KEY));
        sample.assertAbsent();
        assertThat(sample.keys()).isEmpty();
        assertThat(versions()).isEmpty();
        assertThat(sample.history())
                .extracting(Version::kind)
                .containsExactly(Kind.TOMBSTONE, Kind.OBJECT);
    }

    @Test
    void writesNoEventForAKeyThatIsMissing() {
        var before = store.position();
        assertThat(sample.delete()).isEqualTo(Deleted.nothing(KEY));
        sample.put("1");
        sample.delete();
        var after = store.position();
        sample.delete();
        assertThat(store.position()).isEqualTo(after).isNotEqualTo(before);
    }

    @Test
    void keepsSupersededVersionsAsHistoryAloneWithoutVersioning() {
        sample.put("1");
        sample.put("2");
        assertThat(versions()).hasSize(1);
        assertThat(sample.history()).hasSize(2);
        assertThat(sample.history().getLast().hiddenAt()).isNotNull();
    }

    @Test
    void deletesTheNullVersionByName() {
        sample.put("1");
        sample.put("2");
        Deleted deleted = store.deleteVersion(BUCKET, KEY, VersionRef.NULL, false).orThrow();
        assertThat(deleted.version()).contains(VersionRef.NULL);
        assertThat(deleted.marker()).isEmpty();
        sample.assertAbsent();
    }

    @Test
    void placesAMarkerThatHidesOlderVersionsWhenVersioned() {
        sample.versioning(Versioning.ENABLED);
        Written first = sample.put("1");
        Deleted deleted = sample.delete();
        assertThat(deleted.marker()).isPresent();
        assertThat(deleted.version()).isEmpty();
        sample.assertAbsent();
        assertThat(sample.get(first.version())).isEqualTo("1");
        assertThat(versions())
                .extracting(listed -> listed.version().kind())
                .containsExactly(Kind.DELETE_MARKER, Kind.OBJECT);
        assertThat(versions()).extracting(ListedVersion::latest).containsExactly(true, false);
    }

    @Test
    void placesAMarkerEvenWhereThereIsNothing() {
        sample.versioning(Versioning.ENABLED);
        sample.delete();
        sample.delete();
        assertThat(versions()).hasSize(2);
    }

    @Test
    void bringsAnObjectBackWhenItsMarkerIsRemoved() {
        sample.versioning(Versioning.ENABLED);
        sample.put("1");
        VersionRef marker = sample.delete().marker().orElseThrow();
        Deleted deleted = store.deleteVersion(BUCKET, KEY, marker, false).orThrow();
        assertThat(deleted.marker()).contains(marker);
        assertThat(deleted.version()).contains(marker);
        assertThat(sample.get()).isEqualTo("1");
        assertThat(sample.keys()).containsExactly("key");
    }

    @Test
    void makesTheOlderVersionCurrentWhenTheNewestIsRemoved() {
        sample.versioning(Versioning.ENABLED);
        sample.put("1");
        Written second = sample.put("2");
        sample.delete(second.version()).orThrow();
        assertThat(sample.get()).isEqualTo("1");
        sample.assertAbsent(
                ReadRequest.of(BUCKET, KEY).version(VersionRef.of(second.version())),
                Reason.NO_SUCH_VERSION);
        assertThat(store.buckets().usage(BUCKET).orThrow().objects()).isEqualTo(1);
    }

    @Test
    void answersCalmlyForAVersionThatIsMissing() {
        sample.versioning(Versioning.ENABLED);
        Written first = sample.put("1");
        VersionId none = new VersionId(new Stamp(new HybridTime(5), Journals.IDENTITY.origin()));
        assertThat(sample.delete(none).orThrow()).isEqualTo(Deleted.nothing(KEY));
        sample.delete(first.version()).orThrow();
        assertThat(sample.delete(first.version()).orThrow()).isEqualTo(Deleted.nothing(KEY));
    }

    @Test
    void keepsTheNullVersionOfBeforeWhenVersioningStarts() {
        sample.put("null");
        sample.versioning(Versioning.ENABLED);
        Written second = sample.put("2");
        assertThat(second.nullVersion()).isFalse();
        assertThat(sample.get(ReadRequest.of(BUCKET, KEY).version(VersionRef.NULL)))
                .isEqualTo("null");
        assertThat(versions()).hasSize(2);
    }

    @Test
    void replacesOnlyTheNullVersionWhileSuspended() {
        sample.versioning(Versioning.ENABLED);
        Written kept = sample.put("kept");
        sample.versioning(Versioning.SUSPENDED);
        assertThat(sample.put("null 1").nullVersion()).isTrue();
        sample.put("null 2");
        assertThat(versions())
                .extracting(listed -> listed.version().nullVersion())
                .containsExactly(true, false);
        assertThat(sample.get()).isEqualTo("null 2");
        assertThat(sample.get(kept.version())).isEqualTo("kept");
    }

    @Test
    void placesANullMarkerWhileSuspendedThatReplacesTheNullVersion() {
        sample.versioning(Versioning.ENABLED);
        Written kept = sample.put("kept");
        sample.versioning(Versioning.SUSPENDED);
        sample.put("null");
        assertThat(sample.delete().marker()).contains(VersionRef.NULL);
        assertThat(versions())
                .extracting(listed -> listed.version().kind())
                .containsExactly(Kind.DELETE_MARKER, Kind.OBJECT);
        Deleted unmarked = store.deleteVersion(BUCKET, KEY, VersionRef.NULL, false).orThrow();
        assertThat(unmarked.marker()).contains(VersionRef.NULL);
        assertThat(sample.get()).isEqualTo("kept");
        assertThat(sample.history()).extracting(Version::id).contains(kept.version());
    }

    @Test
    void deletesManyEachOnItsOwn() {
        List<DeleteTarget> targets = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ObjectKey key = ObjectKey.of("key " + i);
            sample.put(key, "same");
            Preconditions asked =
                    i == 150 ? Preconditions.ifMatch(new ETag("00")) : Preconditions.NONE;
            targets.add(new DeleteTarget(key, i % 2 == 0 ? null : VersionRef.NULL, asked));
        }
        List<Outcome<Deleted>> outcomes = store.deleteAll(BUCKET, targets, false);
        assertThat(outcomes).hasSize(300);
        assertRefused(outcomes.get(150), Reason.PRECONDITION_FAILED);
        assertThat(sample.keys()).containsExactly("key 150");
    }
}
