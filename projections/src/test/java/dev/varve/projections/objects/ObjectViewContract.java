package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.blob;
import static dev.varve.projections.objects.Story.key;
import static dev.varve.projections.objects.Story.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import dev.varve.projections.objects.Version.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the object view says of versions, over any store.
public abstract class ObjectViewContract {
    private static final HybridTime NOW = HybridTime.MAX;
    private ViewStore store;
    private Story story;
    private ObjectReader view;

    protected abstract ViewStore create();

    @BeforeEach
    void open() {
        store = create();
        story = new Story(store);
        view = story.view();
        story.createBucket("bucket", BucketSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Optional<VersionId> current(String key, HybridTime asOf) {
        return view.current(BUCKET, key(key), asOf).filter(Version::isObject).map(Version::id);
    }

    private Usage usage() {
        Usage usage = view.usage(BUCKET);
        assertThat(view.totalUsage()).isEqualTo(usage);
        return usage;
    }

    private List<String> listed(HybridTime asOf) {
        ListQuery all = ListQuery.all(100);
        ListQuery query =
                new ListQuery(all.prefix(), all.delimiter(), all.after(), all.limit(), asOf);
        return view.list(BUCKET, query).objects().stream()
                .map(object -> object.key().toString())
                .toList();
    }

    private List<Instant> due() {
        return view.due(Instant.MAX, null, null, 100).stream().map(DueVersion::due).toList();
    }

    private void enableVersioning() {
        BucketSettings enabled = BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED);
        story.tell(new Event.BucketSettingsChanged(BUCKET, enabled));
    }

    @Test
    void knowsBucketsByNameAndById() {
        Bucket bucket = view.bucket(new BucketName("bucket")).orElseThrow();
        assertThat(bucket.id()).isEqualTo(BUCKET);
        assertThat(bucket.owner()).isEqualTo("owner");
        assertThat(bucket.created()).isEqualTo(Story.BEGIN.plusSeconds(1));
        assertThat(bucket.settings()).isEqualTo(BucketSettings.DEFAULT);
        assertThat(view.bucket(BUCKET)).contains(bucket);
        assertThat(view.buckets("", "", 10)).containsExactly(bucket);
        assertThat(view.buckets("bu", "bucket", 10)).isEmpty();
        assertThat(view.buckets("c", "", 10)).isEmpty();
    }

    @Test
    void readsAnyStateOfAKey() {
        VersionId first = story.put("a", 1);
        HybridTime afterFirst = story.time();
        VersionId second = story.put("a", 2);
        HybridTime afterSecond = story.time();
        story.delete("a");
        HybridTime afterDelete = story.time();
        VersionId third = story.put("a", 3);

        assertThat(current("a", HybridTime.ZERO)).isEmpty();
        assertThat(current("a", afterFirst)).contains(first);
        assertThat(current("a", afterSecond)).contains(second);
        assertThat(current("a", afterDelete)).isEmpty();
        assertThat(current("a", NOW)).contains(third);
        assertThat(listed(afterFirst)).containsExactly("a");
        assertThat(listed(afterDelete)).isEmpty();
        assertThat(listed(NOW)).containsExactly("a");
        assertThat(view.history(BUCKET, key("a"), null, 10))
                .extracting(Version::kind)
                .containsExactly(Kind.OBJECT, Kind.TOMBSTONE, Kind.OBJECT, Kind.OBJECT);
    }

    @Test
    void givesBackTheWholeStateOfAnObject() {
        VersionId id = story.put("a", 1);
        Version version = view.current(BUCKET, key("a"), NOW).orElseThrow();
        assertThat(version.id()).isEqualTo(id);
        assertThat(version.state()).isEqualTo(state(1, 10));
        assertThat(version.nullVersion()).isTrue();
        assertThat(version.hiddenAt()).isNull();
        assertThat(version.modified()).isEqualTo(story.now());
        assertThat(version.position()).isEqualTo(story.told().getLast().position());
    }

    @Test
    void keepsSupersededVersionsForTheWindow() {
        story.put("a", 1);
        story.put("a", 2);
        Instant superseded = story.now();
        story.delete("a");
        Instant deleted = story.now();
        Duration window = BucketSettings.DEFAULT_HISTORY_WINDOW;
        assertThat(due())
                .containsExactly(
                        superseded.plus(window), deleted.plus(window), deleted.plus(window));
        assertThat(view.due(superseded.plus(window), null, null, 100)).hasSize(1);
        DueVersion second = view.due(Instant.MAX, null, null, 100).get(1);
        assertThat(view.due(Instant.MAX, null, second, 100))
                .singleElement()
                .isEqualTo(view.due(Instant.MAX, null, null, 100).getLast());
        assertThat(usage()).isEqualTo(new Usage(0, 0, 0, 0, 2, 20, 0, 0));
    }

    @Test
    void purgesVersionsWithAllThatNamesThem() {
        VersionId first = story.put("a", 1);
        story.put("a", 2);
        VersionId tombstone = story.delete("a");
        story.tell(
                new Event.VersionsPurged(
                        BUCKET,
                        List.of(
                                new Event.Purged(key("a"), first),
                                new Event.Purged(key("a"), tombstone),
                                new Event.Purged(key("b"), first))));
        assertThat(due()).hasSize(1);
        assertThat(view.references(blob(1))).isZero();
        assertThat(view.references(blob(2))).isEqualTo(1);
        assertThat(view.orphans(10)).containsExactly(blob(1));
        assertThat(usage()).isEqualTo(new Usage(0, 0, 0, 0, 1, 10, 0, 0));
    }

    @Test
    void countsEachOwnerOfABlobAndForgetsOrphansThatReturn() {
        VersionId first = story.put("a", 1);
        VersionId second = story.put("b", 1);
        assertThat(view.references(blob(1))).isEqualTo(2);
        story.delete("a");
        story.delete("b");
        story.tell(
                new Event.VersionsPurged(
                        BUCKET,
                        List.of(
                                new Event.Purged(key("a"), first),
                                new Event.Purged(key("b"), second))));
        assertThat(view.orphans(10)).containsExactly(blob(1));
        story.put("c", 1);
        assertThat(view.orphans(10)).isEmpty();
        assertThat(view.references(blob(1))).isEqualTo(1);
    }

    @Test
    void showsClientsEveryVersionOnceVersioningIsOn() {
        story.put("a", 1);
        enableVersioning();
        VersionId second = story.putVersion("a", 2);
        VersionId marker = story.tell(new Event.DeleteMarkerPlaced(BUCKET, key("a"), false));
        VersionPage page = view.listVersions(BUCKET, ListQuery.all(10), null);
        assertThat(page.versions())
                .extracting(listed -> listed.version().kind() + " " + listed.latest())
                .containsExactly("DELETE_MARKER true", "OBJECT false", "OBJECT false");
        assertThat(current("a", NOW)).isEmpty();
        assertThat(usage()).isEqualTo(new Usage(2, 20, 0, 0, 0, 0, 0, 0));
        story.deleteVersion("a", marker);
        assertThat(current("a", NOW)).contains(second);
        assertThat(listed(NOW)).containsExactly("a");
        assertThat(usage()).isEqualTo(new Usage(2, 20, 1, 10, 0, 0, 0, 0));
    }

    @Test
    void replacesOnlyTheNullVersionWhenVersioningIsSuspended() {
        VersionId first = story.put("a", 1);
        enableVersioning();
        VersionId second = story.putVersion("a", 2);
        assertThat(view.nullVersion(BUCKET, key("a")).map(Version::id)).contains(first);
        VersionId marker = story.tell(new Event.DeleteMarkerPlaced(BUCKET, key("a"), true));
        assertThat(view.nullVersion(BUCKET, key("a")).map(Version::id)).contains(marker);
        assertThat(view.listVersions(BUCKET, ListQuery.all(10), null))
                .satisfies(page ->
                        assertThat(page.versions())
                                .extracting(listed -> listed.version().id())
                                .containsExactly(marker, second));
        VersionId third = story.put("a", 3);
        assertThat(view.nullVersion(BUCKET, key("a")).map(Version::id)).contains(third);
        story.deleteVersion("a", third);
        assertThat(current("a", NOW)).contains(second);
        assertThat(view.nullVersion(BUCKET, key("a"))).isEmpty();
    }

    @Test
    void readsAttributesAsTheyWere() {
        VersionId id = story.put("a", 1);
        HybridTime before = story.time();
        Attributes changed = Attributes.NONE.withTags(new TreeMap<>(Map.of("k", "v")));
        story.tell(new Event.AttributesChanged(BUCKET, key("a"), id, changed));
        HybridTime after = story.time();
        story.delete("a");
        assertThat(attributes(id, before)).isEqualTo(Attributes.NONE);
        assertThat(attributes(id, after)).isEqualTo(changed);
        Version hidden = view.version(BUCKET, key("a"), id, NOW).orElseThrow();
        assertThat(hidden.hiddenAt()).isEqualTo(story.time());
        assertThat(hidden.object().attributes()).isEqualTo(changed);
        story.tell(new Event.AttributesChanged(BUCKET, key("a"), id, Attributes.NONE));
        assertThat(current("a", NOW)).isEmpty();
        assertThat(attributes(id, after)).isEqualTo(changed);
        story.tell(new Event.VersionsPurged(BUCKET, List.of(new Event.Purged(key("a"), id))));
        assertThat(view.version(BUCKET, key("a"), id, NOW)).isEmpty();
        assertThat(usage()).isEqualTo(Usage.NONE);
        assertThat(due()).hasSize(1);
    }

    private Attributes attributes(VersionId id, HybridTime asOf) {
        return view.version(BUCKET, key("a"), id, asOf).orElseThrow().object().attributes();
    }

    @Test
    void keepsADeletedBucketsHistoryUntilItIsPurged() {
        VersionId id = story.put("a", 1);
        VersionId tombstone = story.delete("a");
        story.tell(new Event.BucketDeleted(BUCKET));
        assertThat(view.bucket(new BucketName("bucket"))).isEmpty();
        assertThat(view.bucket(BUCKET)).isEmpty();
        assertThat(view.isEmpty(BUCKET)).isFalse();
        assertThat(due()).hasSize(2);
        story.tell(
                new Event.VersionsPurged(
                        BUCKET,
                        List.of(
                                new Event.Purged(key("a"), id),
                                new Event.Purged(key("a"), tombstone))));
        assertThat(view.isEmpty(BUCKET)).isTrue();
        assertThat(due()).isEmpty();
        assertThat(usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void neverLowersTheHistoryFloor() {
        HybridTime high = HybridTime.endOf(story.now());
        story.tell(new Event.HistoryFloorRaised(BUCKET, high));
        story.tell(new Event.HistoryFloorRaised(BUCKET, HybridTime.ZERO));
        assertThat(view.bucket(BUCKET).orElseThrow().historyFloor()).isEqualTo(high);
    }

    private UploadId resumable(String key) {
        UploadTerms terms =
                UploadTerms.of(UploadTerms.Kind.APPENDED, UploadTerms.UNKNOWN, 0)
                        .withNonce(Bytes.hex("000102030405060708090a0b0c0d0e0f"));
        return new UploadId(
                story.tell(
                                new Event.ResumableUploadCreated(
                                        BUCKET, key(key), "me", Attributes.NONE, terms))
                        .stamp());
    }

    private void part(UploadId upload, int number, long blob) {
        story.tell(
                new Event.PartPut(
                        BUCKET,
                        key("up"),
                        upload,
                        number,
                        state(blob, blob).content(),
                        state(blob, blob).etag(),
                        List.of()));
    }

    @Test
    void mergesTheLastPartsOfAnUploadThatResumes() {
        UploadId upload = resumable("up");
        for (int number = 1; number <= 4; number++) {
            part(upload, number, number);
        }
        story.tell(
                new Event.PartsMerged(
                        BUCKET,
                        key("up"),
                        upload,
                        2,
                        state(20, 9).content(),
                        state(20, 9).etag(),
                        List.of()));
        assertThat(view.parts(upload, 0, 10)).extracting(Part::number).containsExactly(1, 2);
        assertThat(view.parts(upload, 0, 10)).extracting(Part::size).containsExactly(1L, 9L);
        assertThat(view.references(Story.blob(3))).isZero();
        assertThat(view.references(Story.blob(20))).isEqualTo(1);
        assertThat(usage().uploadBytes()).isEqualTo(10);
        story.tell(new Event.UploadAborted(BUCKET, key("up"), upload));
        assertThat(view.parts(upload, 0, 10)).isEmpty();
        assertThat(usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void learnsHowLongAnUploadIsOnceItIsKnown() {
        UploadId upload = resumable("up");
        Upload before = view.upload(BUCKET, key("up"), upload).orElseThrow();
        assertThat(Objects.requireNonNull(before.resumption()).terms().isSized()).isFalse();
        story.tell(new Event.UploadSizeSet(BUCKET, key("up"), upload, 7));
        Upload after = view.upload(BUCKET, key("up"), upload).orElseThrow();
        assertThat(Objects.requireNonNull(after.resumption()).terms().size()).isEqualTo(7);
        assertThat(Objects.requireNonNull(after.resumption()).opened())
                .isEqualTo(Objects.requireNonNull(before.resumption()).opened());
        assertThat(view.listUploads(BUCKET, Bytes.EMPTY, Bytes.EMPTY, null, 9).uploads())
                .containsExactly(after);
    }

    @Test
    void walksOpenUploadsOfAllBucketsSomeAtATime() {
        BucketId other = new BucketId(-5);
        story.tell(
                new Event.BucketCreated(
                        other, new BucketName("other"), "me", BucketSettings.DEFAULT));
        UploadId first = resumable("a");
        UploadId second = resumable("a");
        UploadId third =
                new UploadId(
                        story.tell(
                                        new Event.UploadCreated(
                                                other,
                                                key("z"),
                                                "me",
                                                Attributes.NONE,
                                                null,
                                                false))
                                .stamp());
        List<UploadId> found = new ArrayList<>();
        for (List<Upload> page = view.uploads(null, 1);
                !page.isEmpty();
                page = view.uploads(page.getLast(), 1)) {
            page.forEach(upload -> found.add(upload.id()));
        }
        assertThat(found).containsExactly(first, second, third);
    }
}
