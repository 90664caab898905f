package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Retention;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.ObjectFold;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AttributeChange.SetLegalHold;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Deletes and moves of prefixes, before any of it is settled unless a test settles it.
class PrefixTest {
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

    private void put(String... keys) {
        for (String key : keys) {
            sample.put(ObjectKey.of(key), "of " + key);
        }
    }

    private RangeResult delete(String prefix) {
        return store.deletePrefix(PrefixDelete.of(BUCKET, prefix)).orThrow();
    }

    private Outcome<RangeResult> move(String from, String to) {
        return store.movePrefix(PrefixMove.of(BUCKET, from, BUCKET, to));
    }

    private String get(String key) {
        return sample.get(ObjectKey.of(key));
    }

    private void assertAbsent(String key) {
        sample.assertAbsent(ReadRequest.of(BUCKET, ObjectKey.of(key)), Reason.NO_SUCH_KEY);
    }

    private Usage usage() {
        return store.buckets().usage(BUCKET).orThrow();
    }

    /// All that can be read must be the same before and after.
    private void settleUnnoticed() {
        List<Object> before = everything();
        assertThat(kit.maintenance.settle(1)).isTrue();
        assertThat(everything()).isEqualTo(before);
        kit.maintenance.settle();
        assertThat(everything()).isEqualTo(before);
        assertThat(kit.maintenance.isSettling()).isFalse();
        assertFoldsToTheSame();
    }

    private List<Object> everything() {
        List<Object> all = new ArrayList<>();
        all.add(usage());
        all.add(store.buckets().totalUsage());
        all.add(store.listings().objects(BUCKET, Listing.ALL).orThrow());
        List<ListedVersion> versions =
                store.listings().versions(BUCKET, Listing.ALL, null).orThrow().versions();
        all.add(versions);
        for (ListedVersion listed : versions) {
            ObjectKey key = listed.version().key();
            all.add(store.history().of(BUCKET, key, null, 100).orThrow());
        }
        return all;
    }

    private void assertFoldsToTheSame() {
        try (ViewStore fresh = new MemoryViewStore();
                Projector projector = new Projector(kit.journal, fresh, new ObjectFold())) {
            projector.catchUp();
            try (ViewSnapshot rebuilt = fresh.snapshot();
                    ViewSnapshot served = kit.views.snapshot()) {
                assertThat(ViewDigest.of(rebuilt)).isEqualTo(ViewDigest.of(served));
            }
        }
    }

    @Test
    void deletesAPrefixAsOneEvent() {
        in(Versioning.OFF);
        put("a", "b/1", "b/2", "b/3", "c");
        Position before = store.position();
        RangeResult result = delete("b/");
        assertThat(result.objects()).isEqualTo(3);
        assertThat(result.bytes()).isEqualTo(3 * 6);
        assertThat(result.sample())
                .extracting(ObjectKey::toString)
                .containsExactly("b/1", "b/2", "b/3");
        assertThat(result.position()).contains(before.next());
        assertThat(store.position()).isEqualTo(before.next());
        assertThat(sample.keys()).containsExactly("a", "c");
        assertAbsent("b/2");
        assertThat(usage()).isEqualTo(new Usage(2, 8, 2, 8, 3, 18, 0, 0));
        assertThat(sample.keys(Listing.ALL.asOf(new AsOf.AtPosition(before)))).hasSize(5);
        settleUnnoticed();
        assertThat(sample.keys(Listing.ALL.asOf(new AsOf.AtPosition(before)))).hasSize(5);
    }

    @Test
    void movesAPrefixAsOneEvent() {
        in(Versioning.OFF);
        put("a", "from/1", "from/2", "to/0", "to/2", "z");
        Position before = store.position();
        RangeResult result = move("from/", "to/").orThrow();
        assertThat(result.objects()).isEqualTo(2);
        assertThat(store.position()).isEqualTo(before.next());
        assertThat(sample.keys()).containsExactly("a", "to/0", "to/1", "to/2", "z");
        assertThat(get("to/1")).isEqualTo("of from/1");
        assertThat(get("to/2")).isEqualTo("of from/2");
        assertThat(get("to/0")).isEqualTo("of to/0");
        assertAbsent("from/1");
        assertThat(usage().currentObjects()).isEqualTo(5);
        assertThat(usage().hiddenObjects()).isEqualTo(3);
        settleUnnoticed();
        assertThat(get("to/1")).isEqualTo("of from/1");
        kit.maintenance.reclaim();
        kit.maintenance.freeUnreferenced();
        assertThat(get("to/2")).isEqualTo("of from/2");
    }

    @Test
    void placesMarkersAndKeepsVersionsWhereTheyAreKept() {
        in(Versioning.ENABLED);
        put("from/1", "from/1", "from/2", "to/1");
        move("from/", "to/").orThrow();
        assertThat(sample.keys()).containsExactly("to/1", "to/2");
        List<ListedVersion> versions =
                store.listings().versions(BUCKET, Listing.ALL, null).orThrow().versions();
        assertThat(versions)
                .extracting(each -> each.version().key() + " " + each.version().kind())
                .containsExactly(
                        "from/1 DELETE_MARKER",
                        "from/1 OBJECT",
                        "from/1 OBJECT",
                        "from/2 DELETE_MARKER",
                        "from/2 OBJECT",
                        "to/1 OBJECT",
                        "to/1 OBJECT",
                        "to/2 OBJECT");
        settleUnnoticed();
    }

    @Test
    void keepsToTheVersioningOfItsOwnMoment() {
        in(Versioning.ENABLED);
        put("b/1");
        sample.versioning(Versioning.SUSPENDED);
        put("b/2");
        delete("b/");
        sample.versioning(Versioning.ENABLED);
        store.buckets()
                .change(BUCKET, new SettingsChange.SetHistoryWindow(Duration.ZERO))
                .orThrow();
        settleUnnoticed();
        Version marker =
                store.history().of(BUCKET, ObjectKey.of("b/2"), null, 1).orThrow().getFirst();
        assertThat(marker.nullVersion()).isTrue();
        kit.maintenance.purge();
        assertThat(store.history().of(BUCKET, ObjectKey.of("b/2"), null, 9).orThrow()).hasSize(2);
    }

    @Test
    void letsWritesGoOnInRangesThatSettle() {
        in(Versioning.OFF);
        put("from/1", "from/2", "from/3", "to/3", "to/4");
        move("from/", "to/").orThrow();
        put("to/2", "from/1", "to/9");
        sample.put(ObjectKey.of("to/3"), "again");
        store.delete(BUCKET, ObjectKey.of("to/1")).orThrow();
        store.change(
                        BUCKET,
                        ObjectKey.of("to/4"),
                        null,
                        new AttributeChange.SetTags(new TreeMap<>(Map.of("k", "v"))))
                .orThrow();
        assertThat(sample.keys()).containsExactly("from/1", "to/2", "to/3", "to/4", "to/9");
        assertThat(get("to/2")).isEqualTo("of to/2");
        settleUnnoticed();
        store.history().undelete(BUCKET, ObjectKey.of("to/1"), null).orThrow();
        assertThat(get("to/1")).isEqualTo("of from/1");
    }

    @Test
    void copiesAndUndeletesUnsettledKeys() {
        in(Versioning.OFF);
        put("from/1", "gone/1");
        move("from/", "to/").orThrow();
        delete("gone/");
        ReadRequest source = ReadRequest.of(BUCKET, ObjectKey.of("to/1"));
        store.copy(CopyRequest.of(source, BUCKET, ObjectKey.of("copy"))).orThrow();
        store.history().undelete(BUCKET, ObjectKey.of("gone/1"), null).orThrow();
        assertThat(get("copy")).isEqualTo("of from/1");
        assertThat(sample.keys()).containsExactly("copy", "gone/1", "to/1");
        settleUnnoticed();
    }

    @Test
    void purgesASourceWithoutLosingWhatCameOfIt() {
        in(Versioning.OFF);
        put("from/1", "from/2");
        move("from/", "to/").orThrow();
        assertThat(store.history().purge(BUCKET, "from/").orThrow().versions()).isEqualTo(4);
        kit.maintenance.reclaim();
        kit.maintenance.freeUnreferenced();
        assertThat(get("to/1")).isEqualTo("of from/1");
        assertThat(get("to/2")).isEqualTo("of from/2");
        kit.maintenance.settle();
        assertThat(sample.keys()).containsExactly("to/1", "to/2");
        assertThat(usage()).isEqualTo(new Usage(2, 18, 2, 18, 0, 0, 0, 0));
        assertFoldsToTheSame();
    }

    @Test
    void endsWindowsOfUnsettledKeysOnceTheySettled() {
        in(Versioning.OFF);
        put("b/1", "b/2");
        delete("b/");
        kit.clock.advance(Duration.ofDays(2));
        kit.maintenance.settle();
        kit.maintenance.purge();
        assertThat(usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void movesToAnotherBucketAndLetsTheFirstGoOnceItSettled() {
        in(Versioning.OFF);
        store.buckets().create(OTHER).orThrow();
        put("a/1", "a/2");
        store.movePrefix(PrefixMove.of(BUCKET, "", OTHER, "x/")).orThrow();
        assertThat(sample.keys()).isEmpty();
        assertRefused(store.buckets().delete(BUCKET), Reason.CONFLICT);
        kit.maintenance.settle();
        store.buckets().delete(BUCKET).orThrow();
        assertThat(sample.get(ReadRequest.of(OTHER, ObjectKey.of("x/a/1")))).isEqualTo("of a/1");
        kit.clock.advance(Duration.ofDays(2));
        kit.maintenance.tidy();
        kit.maintenance.freeUnreferenced();
        assertThat(sample.get(ReadRequest.of(OTHER, ObjectKey.of("x/a/2")))).isEqualTo("of a/2");
        assertFoldsToTheSame();
    }

    @Test
    void tellsWhatItWouldDo() {
        in(Versioning.OFF);
        put("b/1", "b/2", "c");
        Position before = store.position();
        RangeResult result = store.deletePrefix(PrefixDelete.of(BUCKET, "b/").dry()).orThrow();
        assertThat(result)
                .isEqualTo(
                        new RangeResult(
                                2,
                                12,
                                List.of(ObjectKey.of("b/1"), ObjectKey.of("b/2")),
                                Optional.empty(),
                                Optional.empty()));
        store.movePrefix(PrefixMove.of(BUCKET, "b/", BUCKET, "d/").dry()).orThrow();
        assertThat(store.position()).isEqualTo(before);
        assertThat(sample.keys()).containsExactly("b/1", "b/2", "c");
    }

    @Test
    void writesNothingForARangeWithoutObjects() {
        in(Versioning.OFF);
        put("a");
        Position before = store.position();
        assertThat(delete("b/").objects()).isZero();
        assertThat(move("b/", "c/").orThrow().position()).isEmpty();
        assertThat(store.position()).isEqualTo(before);
    }

    @Test
    void refusesAnEmptyPrefixUnlessEverythingIsMeant() {
        in(Versioning.OFF);
        put("a", "b");
        assertRefused(store.deletePrefix(PrefixDelete.of(BUCKET, "")), Reason.INVALID_ARGUMENT);
        assertThat(store.deletePrefix(PrefixDelete.everythingIn(BUCKET)).orThrow().objects())
                .isEqualTo(2);
        assertThat(sample.keys()).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        in(Versioning.OFF);
        put("a/1", "b");
        assertRefused(move("a/", "a/b/"), Reason.INVALID_ARGUMENT);
        assertRefused(move("a/1", "a/"), Reason.INVALID_ARGUMENT);
        assertRefused(move("a/", "x".repeat(1024)), Reason.INVALID_ARGUMENT);
        assertRefused(move("a/", "\ud800"), Reason.INVALID_ARGUMENT);
        assertRefused(move("a/", "x".repeat(1025)), Reason.INVALID_ARGUMENT);
        store.buckets().create(OTHER).orThrow();
        assertRefused(
                store.movePrefix(PrefixMove.of(BUCKET, "b", OTHER, "")), Reason.INVALID_ARGUMENT);
        assertThat(sample.keys()).containsExactly("a/1", "b");
    }

    @Test
    void refusesARangeThatSettles() {
        in(Versioning.OFF);
        put("a/1", "b/1", "c/1");
        move("a/", "b/").orThrow();
        assertRefused(move("b/", "d/"), Reason.CONFLICT);
        assertRefused(move("c/", "b/x/"), Reason.CONFLICT);
        assertRefused(store.deletePrefix(PrefixDelete.everythingIn(BUCKET)), Reason.CONFLICT);
        delete("c/");
        kit.maintenance.settle();
        move("b/", "d/").orThrow();
        assertThat(sample.keys()).containsExactly("d/1");
        assertThat(get("d/1")).isEqualTo("of a/1");
    }

    @Test
    void limitsHowManyRangesOfABucketSettleAtATime() {
        in(Versioning.OFF);
        for (int i = 10; i <= 10 + RangeRequest.MAX_LAYERS; i++) {
            put(i + "/");
        }
        for (int i = 10; i < 10 + RangeRequest.MAX_LAYERS; i++) {
            delete(i + "/");
        }
        PrefixDelete last = PrefixDelete.of(BUCKET, 10 + RangeRequest.MAX_LAYERS + "/");
        assertRefused(store.deletePrefix(last), Reason.CONFLICT);
        kit.maintenance.settle();
        store.deletePrefix(last).orThrow();
    }

    @Test
    void refusesTheWholeRangeWhereOneObjectIsLocked() {
        Sample.in(kit, Sample.locking());
        put("a/1", "a/2");
        store.change(BUCKET, ObjectKey.of("a/2"), null, new SetLegalHold(true)).orThrow();
        assertRefused(store.deletePrefix(PrefixDelete.of(BUCKET, "a/")), Reason.LOCKED);
        assertRefused(move("a/", "b/"), Reason.LOCKED);
        assertThat(sample.keys()).containsExactly("a/1", "a/2");
        store.change(BUCKET, ObjectKey.of("a/2"), null, new SetLegalHold(false)).orThrow();
        move("a/", "b/").orThrow();
    }

    @Test
    void givesMovedObjectsTheDefaultRetentionOfTheirBucket() {
        in(Versioning.OFF);
        put("a/1");
        BucketSettings locking = Sample.locking(Retention.Mode.GOVERNANCE, Duration.ofDays(1));
        store.buckets().create(OTHER, locking).orThrow();
        store.movePrefix(PrefixMove.of(BUCKET, "a/", OTHER, "")).orThrow();
        Version moved = store.head(ReadRequest.of(OTHER, ObjectKey.of("1"))).orThrow();
        assertThat(moved.object().attributes().retention())
                .isEqualTo(
                        new Retention(
                                Retention.Mode.GOVERNANCE,
                                kit.clock.instant().plus(Duration.ofDays(1))));
    }

    @Test
    void countsAMoveAgainstTheQuotaOfTheTarget() {
        in(Versioning.OFF);
        BucketSettings small = BucketSettings.DEFAULT.withQuota(new Quota(14, -1));
        store.buckets().create(OTHER, small).orThrow();
        put("a/1", "a/2", "a/3");
        assertRefused(
                store.movePrefix(PrefixMove.of(BUCKET, "a/", OTHER, "")), Reason.QUOTA_EXCEEDED);
        store.delete(BUCKET, ObjectKey.of("a/3")).orThrow();
        store.movePrefix(PrefixMove.of(BUCKET, "a/", OTHER, "")).orThrow();
        assertRefused(
                store.put(PutRequest.of(OTHER, ObjectKey.of("x"), Sample.body("abc"))),
                Reason.QUOTA_EXCEEDED);
        move("b", "c").orThrow();
    }

    @Test
    void namesTheNewVersionsByItsOwnStamp() {
        in(Versioning.ENABLED);
        put("a/1", "a/2");
        Position position = move("a/", "b/").orThrow().position().orElseThrow();
        VersionId id = new VersionId(kit.recorded(position).stamp());
        assertThat(kit.recorded(position).event()).isInstanceOf(PrefixMoved.class);
        ReadRequest version =
                ReadRequest.of(BUCKET, ObjectKey.of("b/2")).version(VersionRef.of(id));
        assertThat(sample.get(version)).isEqualTo("of a/2");
        store.deleteVersion(BUCKET, ObjectKey.of("b/2"), VersionRef.of(id), false).orThrow();
        assertAbsent("b/2");
        assertThat(get("b/1")).isEqualTo("of a/1");
        settleUnnoticed();
    }

    @Test
    void settlesAKeyOnlyOnceWhateverIsUndoneAfterwards() {
        in(Versioning.ENABLED);
        put("a/1");
        delete("a/");
        Version marker =
                store.history().of(BUCKET, ObjectKey.of("a/1"), null, 1).orThrow().getFirst();
        store.deleteVersion(BUCKET, ObjectKey.of("a/1"), VersionRef.of(marker.id()), false)
                .orThrow();
        assertThat(get("a/1")).isEqualTo("of a/1");
        settleUnnoticed();
        assertThat(get("a/1")).isEqualTo("of a/1");
    }

    @Test
    void completesUploadsIntoARangeThatSettles() {
        in(Versioning.OFF);
        put("a/1");
        Uploads uploads = store.uploads();
        ObjectKey key = ObjectKey.of("a/1");
        UploadId upload = uploads.create(BUCKET, key).orThrow();
        ETag etag = uploads.put(BUCKET, key, upload, 1, Sample.body("parts")).orThrow().etag();
        delete("a/");
        assertThat(uploads.list(BUCKET, "a/", "", null, 10).orThrow().uploads()).hasSize(1);
        List<NamedPart> named = List.of(new NamedPart(1, etag));
        uploads.complete(BUCKET, key, upload, CompleteRequest.of(named)).orThrow();
        assertThat(get("a/1")).isEqualTo("parts");
        settleUnnoticed();
    }

    @Test
    void goesOnSettlingAfterACrash() {
        in(Versioning.OFF);
        put("a/1", "a/2", "a/3", "b/2");
        move("a/", "b/").orThrow();
        kit.maintenance.settle(1);
        put("b/3");
        try (StoreKit after = kit.crash(0)) {
            Sample again = new Sample(after.store());
            assertThat(again.keys()).containsExactly("b/1", "b/2", "b/3");
            after.maintenance.settle();
            assertThat(again.keys()).containsExactly("b/1", "b/2", "b/3");
            assertThat(again.get(ObjectKey.of("b/2"))).isEqualTo("of a/2");
            assertThat(again.get(ObjectKey.of("b/3"))).isEqualTo("of b/3");
        }
    }
}
