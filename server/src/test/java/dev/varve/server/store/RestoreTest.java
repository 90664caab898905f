package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.ObjectUndeleted;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Retention;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.ObjectFold;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.RestoreResult.Count;
import dev.varve.server.store.RestoreResult.Restored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Restores, before any of it is settled unless a test settles it.
class RestoreTest {
    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private Sample sample = new Sample(store);

    @AfterEach
    void close() {
        kit.close();
    }

    private void in(Versioning versioning) {
        sample = Sample.in(kit, versioning);
    }

    private void put(String key, String text) {
        sample.put(ObjectKey.of(key), text);
    }

    private void delete(String key) {
        store.delete(BUCKET, ObjectKey.of(key)).orThrow();
    }

    private String get(String key) {
        return sample.get(ObjectKey.of(key));
    }

    private void tag(String key, String value) {
        SetTags tags = new SetTags(new TreeMap<>(Map.of("t", value)));
        store.change(BUCKET, ObjectKey.of(key), null, tags).orThrow();
    }

    private AsOf here() {
        return new AsOf.AtPosition(store.position());
    }

    private RestoreResult restore(AsOf asOf) {
        return store.restore(RestoreRequest.of(BUCKET, asOf)).orThrow();
    }

    private Version head(String key) {
        return store.head(ReadRequest.of(BUCKET, ObjectKey.of(key))).orThrow();
    }

    private Usage usage() {
        return store.buckets().usage(BUCKET).orThrow();
    }

    /// What clients see of the objects, tags too.
    private List<String> objects() {
        List<String> all = new ArrayList<>();
        for (String key : sample.keys()) {
            all.add(key + " " + get(key) + " " + head(key).object().attributes().tags());
        }
        return all;
    }

    /// All that can be read must be the same before and after.
    private void settleUnnoticed() {
        List<Object> before = everything();
        assertThat(kit.maintenance.settle(1)).isTrue();
        assertThat(everything()).isEqualTo(before);
        kit.maintenance.settle();
        assertThat(everything()).isEqualTo(before);
        try (ViewStore fresh = new MemoryViewStore();
                Projector projector = new Projector(kit.journal, fresh, new ObjectFold())) {
            projector.catchUp();
            try (ViewSnapshot rebuilt = fresh.snapshot();
                    ViewSnapshot served = kit.views.snapshot()) {
                assertThat(ViewDigest.of(rebuilt)).isEqualTo(ViewDigest.of(served));
            }
        }
    }

    private List<Object> everything() {
        List<Object> all = new ArrayList<>();
        all.add(usage());
        all.add(store.buckets().totalUsage());
        all.add(objects());
        List<ListedVersion> versions =
                store.listings().versions(BUCKET, Listing.ALL, null).orThrow().versions();
        all.add(versions);
        for (ListedVersion listed : versions) {
            all.add(store.history().of(BUCKET, listed.version().key(), null, 100).orThrow());
        }
        return all;
    }

    /// Something of each kind, and where it was before that.
    private AsOf havoc() {
        put("a/deleted", "1");
        put("a/overwritten", "2");
        put("a/tagged", "3");
        tag("a/tagged", "then");
        put("a/same", "4");
        put("b/deleted", "5");
        AsOf then = here();
        delete("a/deleted");
        put("a/overwritten", "later");
        tag("a/tagged", "later");
        put("a/added", "6");
        delete("b/deleted");
        return then;
    }

    @ParameterizedTest
    @EnumSource(Versioning.class)
    void makesEveryKeyWhatItWasAsOneEventThatCanBeTakenBack(Versioning versioning) {
        in(Versioning.OFF);
        if (versioning != Versioning.OFF) {
            sample.versioning(versioning);
        }
        AsOf then = havoc();
        List<String> later = objects();
        AsOf before = here();
        RestoreResult result = restore(then);
        assertThat(result.back()).isEqualTo(new Count(2, 2));
        assertThat(result.changed()).isEqualTo(new Count(2, 2));
        assertThat(result.gone()).isEqualTo(new Count(1, 1));
        assertThat(result.sample())
                .extracting(Restored::key, Restored::kind)
                .extracting(Object::toString)
                .containsExactly(
                        "(a/added, GONE)",
                        "(a/deleted, BACK)",
                        "(a/overwritten, CHANGED)",
                        "(a/tagged, CHANGED)",
                        "(b/deleted, BACK)");
        Position position = result.position().orElseThrow();
        assertThat(position).isEqualTo(store.position());
        assertThat(kit.recorded(position).event()).isInstanceOf(RangesRestored.class);
        List<String> restored =
                List.of(
                        "a/deleted 1 {}",
                        "a/overwritten 2 {}",
                        "a/same 4 {}",
                        "a/tagged 3 {t=then}",
                        "b/deleted 5 {}");
        assertThat(objects()).isEqualTo(restored);
        settleUnnoticed();
        assertThat(objects()).isEqualTo(restored);
        RestoreResult back = restore(before);
        assertThat(back.objects()).isEqualTo(5);
        assertThat(objects()).isEqualTo(later);
        settleUnnoticed();
        assertThat(objects()).isEqualTo(later);
        assertThat(kit.blobs.stats().blobs()).isEqualTo(7);
    }

    @Test
    void restoresThePrefixAlone() {
        in(Versioning.OFF);
        AsOf then = havoc();
        store.restore(RestoreRequest.of(BUCKET, "b/", then)).orThrow();
        assertThat(objects())
                .containsExactly(
                        "a/added 6 {}",
                        "a/overwritten later {}",
                        "a/same 4 {}",
                        "a/tagged 3 {t=later}",
                        "b/deleted 5 {}");
        settleUnnoticed();
    }

    @Test
    void leavesVersionsOfKeysAloneThatAreTheSame() {
        in(Versioning.ENABLED);
        put("same", "1");
        AsOf then = here();
        put("other", "2");
        put("same", "2");
        put("same", "1");
        Version same = head("same");
        assertThat(restore(then).objects()).isEqualTo(1);
        assertThat(head("same")).isEqualTo(same);
        settleUnnoticed();
    }

    @Test
    void writesNothingWhereNothingChanged() {
        in(Versioning.OFF);
        put("a", "1");
        AsOf then = here();
        Position before = store.position();
        assertThat(restore(then).position()).isEmpty();
        assertThat(store.position()).isEqualTo(before);
    }

    @Test
    void tellsWhatItWouldDo() {
        in(Versioning.OFF);
        AsOf then = havoc();
        Position before = store.position();
        List<String> objects = objects();
        RestoreResult dry = store.restore(RestoreRequest.of(BUCKET, then).dry()).orThrow();
        assertThat(dry.objects()).isEqualTo(5);
        assertThat(dry.position()).isEmpty();
        assertThat(store.position()).isEqualTo(before);
        assertThat(objects()).isEqualTo(objects);
        RestoreResult done = restore(then);
        assertThat(List.of(done.back(), done.changed(), done.gone()))
                .isEqualTo(List.of(dry.back(), dry.changed(), dry.gone()));
    }

    @Test
    void restoresToATime() {
        in(Versioning.OFF);
        put("a", "1");
        Instant then = kit.clock.instant();
        assertRefused(
                store.restore(RestoreRequest.of(BUCKET, new AsOf.At(then))),
                Reason.INVALID_ARGUMENT);
        kit.clock.advance(Duration.ofHours(1));
        delete("a");
        assertRefused(
                store.restore(RestoreRequest.of(BUCKET, new AsOf.At(kit.clock.instant()))),
                Reason.INVALID_ARGUMENT);
        restore(new AsOf.At(then));
        assertThat(get("a")).isEqualTo("1");
        assertRefused(store.restore(RestoreRequest.of(BUCKET, AsOf.NOW)), Reason.INVALID_ARGUMENT);
        assertRefused(
                store.restore(RestoreRequest.of(BUCKET, new AsOf.At(then.minusSeconds(60)))),
                Reason.NO_SUCH_BUCKET);
        assertRefused(
                store.restore(RestoreRequest.of(OTHER, new AsOf.At(then))), Reason.NO_SUCH_BUCKET);
    }

    @Test
    void refusesWhatHistoryDoesNotReach() {
        in(Versioning.OFF);
        put("a", "1");
        put("b", "1");
        AsOf then = here();
        delete("a");
        kit.clock.advance(Duration.ofHours(25));
        kit.maintenance.purge();
        Outcome<RestoreResult> refused = store.restore(RestoreRequest.of(BUCKET, then));
        assertRefused(refused, Reason.BELOW_HISTORY_FLOOR);
        assertThat(((Outcome.Refused<RestoreResult>) refused).refusal().message())
                .contains("history of 'bucket' begins at");
        assertRefused(
                store.restore(RestoreRequest.of(BUCKET, ObjectKey.of("b"), then)),
                Reason.BELOW_HISTORY_FLOOR);
        assertRefused(store.restore(RestoreRequest.everything(then)), Reason.BELOW_HISTORY_FLOOR);
    }

    @Test
    void restoresWhatWasPurgedWhileItSettles() {
        in(Versioning.OFF);
        put("a", "1");
        put("b", "2");
        AsOf then = here();
        delete("a");
        put("b", "later");
        restore(then);
        kit.clock.advance(Duration.ofHours(25));
        kit.maintenance.purge();
        kit.maintenance.reclaim();
        assertThat(objects()).containsExactly("a 1 {}", "b 2 {}");
        settleUnnoticed();
        kit.maintenance.purge();
        kit.maintenance.reclaim();
        kit.maintenance.reconcile(true, _ -> {});
        assertThat(objects()).containsExactly("a 1 {}", "b 2 {}");
        assertThat(usage()).isEqualTo(new Usage(2, 2, 2, 2, 0, 0, 0, 0));
    }

    @Test
    void restoresWhatWasPurgedByNameWhileItSettles() {
        in(Versioning.OFF);
        put("a", "1");
        AsOf then = here();
        delete("a");
        restore(then);
        assertThat(store.history().purge(BUCKET, "").orThrow().versions()).isEqualTo(2);
        kit.maintenance.reclaim();
        assertThat(get("a")).isEqualTo("1");
        kit.maintenance.settle();
        assertThat(get("a")).isEqualTo("1");
    }

    @Test
    void letsWritesGoOnWhileItSettles() {
        in(Versioning.OFF);
        AsOf then = havoc();
        restore(then);
        put("a/deleted", "newer");
        delete("a/overwritten");
        put("a/added", "newer");
        tag("a/same", "newer");
        List<String> expected =
                List.of(
                        "a/added newer {}",
                        "a/deleted newer {}",
                        "a/same 4 {t=newer}",
                        "a/tagged 3 {t=then}",
                        "b/deleted 5 {}");
        assertThat(objects()).isEqualTo(expected);
        settleUnnoticed();
        assertThat(objects()).isEqualTo(expected);
    }

    @Test
    void goesOnAfterACrash() {
        in(Versioning.OFF);
        AsOf then = havoc();
        restore(then);
        List<String> restored = objects();
        kit.maintenance.settle(1);
        try (StoreKit after = kit.crash(0)) {
            Sample again = new Sample(after.store());
            assertThat(again.keys()).hasSize(restored.size());
            after.maintenance.settle();
            assertThat(again.keys()).hasSize(restored.size());
            assertThat(again.get(ObjectKey.of("a/overwritten"))).isEqualTo("2");
        }
    }

    @Test
    void refusesARangeThatSettles() {
        in(Versioning.OFF);
        AsOf then = havoc();
        AsOf before = here();
        restore(then);
        assertRefused(store.restore(RestoreRequest.of(BUCKET, before)), Reason.CONFLICT);
        assertRefused(store.restore(RestoreRequest.everything(before)), Reason.CONFLICT);
        assertRefused(store.deletePrefix(PrefixDelete.of(BUCKET, "a/")), Reason.CONFLICT);
        kit.maintenance.settle();
        restore(before);
    }

    @Test
    void restoresADeletedFolder() {
        in(Versioning.ENABLED);
        put("photos/1", "1");
        put("photos/2", "2");
        AsOf then = here();
        store.deletePrefix(PrefixDelete.of(BUCKET, "photos/")).orThrow();
        kit.maintenance.settle();
        assertThat(restore(then).back().objects()).isEqualTo(2);
        assertThat(objects()).containsExactly("photos/1 1 {}", "photos/2 2 {}");
        settleUnnoticed();
    }

    @Test
    void restoresEveryBucketThatWasThereAsOneEvent() {
        in(Versioning.OFF);
        put("a", "1");
        store.buckets()
                .create(OTHER, BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED))
                .orThrow();
        store.put(PutRequest.of(OTHER, ObjectKey.of("b"), Sample.body("2"))).orThrow();
        kit.clock.advance(Duration.ofMinutes(1));
        AsOf then = here();
        kit.clock.advance(Duration.ofMinutes(1));
        delete("a");
        store.delete(OTHER, ObjectKey.of("b")).orThrow();
        BucketName since = new BucketName("since");
        store.buckets().create(since).orThrow();
        store.put(PutRequest.of(since, ObjectKey.of("c"), Sample.body("3"))).orThrow();
        Position before = store.position();
        RestoreResult result = store.restore(RestoreRequest.everything(then)).orThrow();
        assertThat(result.back()).isEqualTo(new Count(2, 2));
        assertThat(store.position()).isEqualTo(before.next());
        assertThat(get("a")).isEqualTo("1");
        assertThat(sample.get(ReadRequest.of(OTHER, ObjectKey.of("b")))).isEqualTo("2");
        assertThat(sample.get(ReadRequest.of(since, ObjectKey.of("c")))).isEqualTo("3");
        settleUnnoticed();
        store.restore(RestoreRequest.everything(new AsOf.AtPosition(before))).orThrow();
        assertThat(sample.keys()).isEmpty();
        sample.assertAbsent(ReadRequest.of(OTHER, ObjectKey.of("b")), Reason.NO_SUCH_KEY);
    }

    @Test
    void restoresOneObjectAsAnUndelete() {
        in(Versioning.OFF);
        AsOf then = havoc();
        ObjectKey key = ObjectKey.of("a/overwritten");
        RestoreRequest request = RestoreRequest.of(BUCKET, key, then);
        assertThat(store.restore(request.dry()).orThrow().changed()).isEqualTo(new Count(1, 1));
        assertThat(get("a/overwritten")).isEqualTo("later");
        Position position = store.restore(request).orThrow().position().orElseThrow();
        assertThat(kit.recorded(position).event()).isInstanceOf(ObjectUndeleted.class);
        assertThat(get("a/overwritten")).isEqualTo("2");
        assertThat(store.restore(request).orThrow().position()).isEmpty();
        ObjectKey added = ObjectKey.of("a/added");
        Position gone =
                store.restore(RestoreRequest.of(BUCKET, added, then))
                        .orThrow()
                        .position()
                        .orElseThrow();
        assertThat(kit.recorded(gone).event()).isInstanceOf(ObjectDeleted.class);
        assertThat(sample.keys()).doesNotContain("a/added");
        store.restore(RestoreRequest.of(BUCKET, ObjectKey.of("a/tagged"), then)).orThrow();
        assertThat(head("a/tagged").object().attributes().tags()).containsEntry("t", "then");
    }

    /// Under object lock every version is kept, so nothing that is locked goes: a restore puts
    /// versions over it, as puts and deletes do.
    @Test
    void restoresOverLockedVersionsAndKeepsThem() {
        BucketSettings locking = Sample.locking(Retention.Mode.COMPLIANCE, Duration.ofDays(1));
        sample = Sample.in(kit, locking);
        put("a", "1");
        AsOf then = here();
        put("a", "encrypted");
        put("b", "ransom");
        Version locked = head("a");
        assertThat(restore(then).objects()).isEqualTo(2);
        assertThat(objects()).containsExactly("a 1 {}");
        settleUnnoticed();
        assertThat(sample.get(version("a", locked))).isEqualTo("encrypted");
        assertRefused(
                store.deleteVersion(BUCKET, ObjectKey.of("a"), VersionRef.of(locked.id()), true),
                Reason.LOCKED);
        assertThat(head("a").object().attributes().retention())
                .isEqualTo(
                        new Retention(
                                Retention.Mode.COMPLIANCE,
                                kit.clock.instant().plus(Duration.ofDays(1))));
    }

    private static ReadRequest version(String key, Version version) {
        return ReadRequest.of(BUCKET, ObjectKey.of(key)).version(VersionRef.of(version.id()));
    }

    @Test
    void countsAgainstTheQuota() {
        in(Versioning.OFF);
        put("a", "12345");
        AsOf then = here();
        delete("a");
        store.buckets().change(BUCKET, new SettingsChange.SetQuota(new Quota(4, -1))).orThrow();
        assertRefused(store.restore(RestoreRequest.of(BUCKET, then)), Reason.QUOTA_EXCEEDED);
        assertRefused(
                store.restore(RestoreRequest.of(BUCKET, ObjectKey.of("a"), then)),
                Reason.QUOTA_EXCEEDED);
        assertThat(sample.keys()).isEmpty();
    }
}
