package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random events over nasty keys: the view answers like a model that searches plain lists.
public abstract class ObjectViewModelContract {
    private static final HybridTime NOW = HybridTime.MAX;

    /// Neighbours, and the last id there can be.
    private static final List<BucketId> BUCKETS =
            List.of(new BucketId(0x00ff), new BucketId(0x0100), new BucketId(-1));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final NastyKeys keys = new NastyKeys(random, 24);
    private final ModelView model = new ModelView();
    private ViewStore store;
    private Story story;
    private ObjectReader view;

    protected abstract ViewStore create();

    protected abstract int steps();

    @BeforeEach
    void open() {
        store = create();
        story = new Story(store);
        view = story.view();
        for (BucketId bucket : BUCKETS) {
            BucketName name = new BucketName("bucket-" + bucket);
            tell(new Event.BucketCreated(bucket, name, "me", BucketSettings.DEFAULT));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void tell(Event event) {
        if (random.nextBoolean()) {
            story.pass(Duration.ofSeconds(-1));
        }
        story.tell(event);
        model.apply(story.told().getLast());
    }

    private BucketId bucket() {
        return BUCKETS.get(random.nextInt(BUCKETS.size()));
    }

    @Test
    void answersLikeTheModelAfterEachEventAndAsOfEachEvent() {
        RandomEvents events = new RandomEvents(random, keys, BUCKETS, model);
        RandomRanges ranges = new RandomRanges(random, keys, BUCKETS, model, view);
        for (int i = 0; i < steps(); i++) {
            tell(next(events, ranges));
            compareKey(bucket(), keys.any(), NOW);
            compareListing(bucket(), NOW);
            if (i % 20 == 0) {
                compareCounts();
                compareVersions(bucket(), NOW);
                compareUploads(bucket());
                compareAll(bucket());
            }
        }
        story.told().forEach(event -> compareAsOf(event.envelope().time()));
        compareCounts();
        ModelRanges rangesThen = new ModelRanges(model, view, random);
        story.told().forEach(event -> rangesThen.compare(event, what()));
        while (view.settling(3).isPresent()) {
            tell(view.settling(3).orElseThrow());
            compareListing(bucket(), NOW);
        }
        story.told().forEach(event -> compareAsOf(event.envelope().time()));
        story.told().forEach(event -> rangesThen.compare(event, what()));
        compareCounts();
        rebuildsToTheSameDigest();
    }

    private Event next(RandomEvents events, RandomRanges ranges) {
        Optional<? extends Event> range =
                switch (random.nextInt(12)) {
                    case 0 -> ranges.next();
                    case 3 -> ranges.restore(story.told());
                    case 1, 2 -> view.settling(1 + random.nextInt(4));
                    default -> Optional.empty();
                };
        return range.isPresent() ? range.get() : events.next();
    }

    private void compareAsOf(HybridTime time) {
        BucketId bucket = bucket();
        compareListing(bucket, time);
        compareVersions(bucket, time);
        compareKey(bucket, keys.any(), time);
    }

    private void rebuildsToTheSameDigest() {
        try (MemoryViewStore again = new MemoryViewStore()) {
            Story retold = new Story(again);
            story.told().forEach(retold::retell);
            try (ViewSnapshot first = store.snapshot();
                    ViewSnapshot second = again.snapshot()) {
                assertThat(ViewDigest.of(first)).as(what()).isEqualTo(ViewDigest.of(second));
            }
        }
    }

    private String what() {
        return "seed " + seed + ", event " + story.told().size();
    }

    private void compareKey(BucketId bucket, ObjectKey key, HybridTime time) {
        assertThat(view.current(bucket, key, time))
                .as(what())
                .isEqualTo(model.current(bucket, key, time).map(version -> version.asOf(time)));
        List<Version> expected =
                model.ofKey(bucket, key).map(version -> version.asOf(NOW)).toList();
        assertThat(view.history(bucket, key, null, 1000)).as(what()).isEqualTo(expected);
        assertThat(view.nullVersion(bucket, key).map(Version::id))
                .as(what())
                .isEqualTo(model.nullVersion(bucket, key).map(version -> version.id));
        model.ofKey(bucket, key)
                .forEach(version ->
                        assertThat(view.version(bucket, key, version.id, time))
                                .as(what())
                                .isEqualTo(
                                        version.existsAt(time)
                                                ? Optional.of(version.asOf(time))
                                                : Optional.empty()));
    }

    private void compareListing(BucketId bucket, HybridTime time) {
        Bytes prefix = keys.prefix();
        Bytes delimiter = keys.delimiter();
        Bytes after = keys.after();
        List<String> expected =
                ModelPage.of(
                                model.currentObjects(bucket, time),
                                version -> version.key.utf8(),
                                version -> version.key + " " + version.id,
                                prefix.toArray(),
                                delimiter.toArray(),
                                after.toArray())
                        .rows();
        for (int limit : limits(expected.size())) {
            String what =
                    "%s prefix %s delimiter %s after %s limit %d at %s"
                            .formatted(what(), prefix, delimiter, after, limit, time);
            List<String> rows = new ArrayList<>();
            ListPage page;
            Bytes from = after;
            do {
                page = view.list(bucket, new ListQuery(prefix, delimiter, from, limit, time));
                List<String> merged = merged(page);
                assertThat(merged.size()).as(what).isLessThanOrEqualTo(limit);
                rows.addAll(merged);
                from = page.next() == null ? Bytes.EMPTY : page.next();
            } while (page.truncated());
            assertThat(rows).as(what).isEqualTo(expected);
        }
    }

    /// In one order again, since a page gives keys and common prefixes apart.
    private static List<String> merged(ListPage page) {
        List<Row> rows = new ArrayList<>();
        page.objects()
                .forEach(object ->
                        rows.add(new Row(object.key(), object.key() + " " + object.id())));
        page.commonPrefixes().forEach(common -> rows.add(Row.ofCommon(common)));
        return Row.sorted(rows);
    }

    private record Row(ObjectKey key, String text) {
        static Row ofCommon(String common) {
            return new Row(ObjectKey.of(common), ModelPage.commonRow(common));
        }

        static List<String> sorted(List<Row> rows) {
            return rows.stream().sorted(Comparator.comparing(Row::key)).map(Row::text).toList();
        }
    }

    /// Every page size where there are few rows, some where there are many.
    private List<Integer> limits(int rows) {
        List<Integer> limits = new ArrayList<>(List.of(1, rows + 1, 1 + random.nextInt(rows + 1)));
        for (int limit = 2; limit <= Math.min(rows, 6); limit++) {
            limits.add(limit);
        }
        return limits;
    }

    private void compareVersions(BucketId bucket, HybridTime time) {
        Bytes prefix = keys.prefix();
        Bytes delimiter = keys.delimiter();
        Bytes after = keys.after();
        List<String> expected =
                ModelPage.of(
                                model.visible(bucket, time),
                                version -> version.key.utf8(),
                                version -> describe(version.asOf(time), isLatest(version, time)),
                                prefix.toArray(),
                                delimiter.toArray(),
                                after.toArray())
                        .rows();
        for (int limit : limits(expected.size())) {
            List<String> rows = new ArrayList<>();
            VersionMarker marker = null;
            do {
                ListQuery query = new ListQuery(prefix, delimiter, after, limit, time);
                VersionPage page = view.listVersions(bucket, query, marker);
                List<Row> found = new ArrayList<>();
                page.versions()
                        .forEach(listed ->
                                found.add(
                                        new Row(
                                                listed.version().key(),
                                                describe(listed.version(), listed.latest()))));
                page.commonPrefixes().forEach(common -> found.add(Row.ofCommon(common)));
                assertThat(found.size()).as(what()).isLessThanOrEqualTo(limit);
                rows.addAll(Row.sorted(found));
                marker = page.next();
            } while (marker != null);
            assertThat(rows).as(what() + " limit " + limit).isEqualTo(expected);
        }
    }

    private boolean isLatest(ModelVersion version, HybridTime time) {
        return model.current(version.bucket, version.key, time).filter(version::equals).isPresent();
    }

    private static String describe(Version version, boolean latest) {
        return version + " " + latest;
    }

    private void compareUploads(BucketId bucket) {
        Bytes prefix = keys.prefix();
        Bytes delimiter = keys.delimiter();
        List<ModelView.ModelUpload> open =
                model.uploads.values().stream()
                        .filter(upload -> upload.bucket().equals(bucket))
                        .sorted(Comparator.comparing(ModelView.ModelUpload::key))
                        .toList();
        List<String> expected =
                ModelPage.of(
                                open,
                                upload -> upload.key().utf8(),
                                upload -> upload.key() + " " + upload.id(),
                                prefix.toArray(),
                                delimiter.toArray(),
                                new byte[0])
                        .rows();
        for (int limit : limits(expected.size())) {
            List<String> rows = new ArrayList<>();
            UploadMarker marker = null;
            do {
                UploadPage page = view.listUploads(bucket, prefix, delimiter, marker, limit);
                List<Row> found = new ArrayList<>();
                page.uploads().forEach(u -> found.add(new Row(u.key(), u.key() + " " + u.id())));
                page.commonPrefixes().forEach(common -> found.add(Row.ofCommon(common)));
                rows.addAll(Row.sorted(found));
                marker = page.next();
            } while (marker != null);
            assertThat(rows).as(what() + " limit " + limit).isEqualTo(expected);
        }
    }

    private void compareAll(BucketId bucket) {
        List<Version> expected = model.ofBucket(bucket).map(version -> version.asOf(NOW)).toList();
        for (int limit : limits(expected.size())) {
            List<Version> rows = new ArrayList<>();
            VersionMarker marker = null;
            List<Version> page;
            do {
                page = view.allVersions(bucket, Bytes.EMPTY, marker, limit);
                rows.addAll(page);
                if (!page.isEmpty()) {
                    Bytes key = Bytes.of(page.getLast().key().utf8());
                    marker = new VersionMarker(key, page.getLast().id());
                }
            } while (!page.isEmpty());
            assertThat(rows).as(what()).isEqualTo(expected);
        }
    }

    private void compareCounts() {
        for (BucketId bucket : BUCKETS) {
            assertThat(view.usage(bucket)).as(what()).isEqualTo(model.usage(bucket::equals));
            boolean empty =
                    model.ofBucket(bucket).findAny().isEmpty()
                            && model.uploads.values().stream()
                                    .noneMatch(upload -> upload.bucket().equals(bucket));
            assertThat(view.isEmpty(bucket))
                    .as(what())
                    .isEqualTo(empty && view.layers(bucket) == 0);
        }
        assertThat(view.totalUsage()).as(what()).isEqualTo(model.usage(bucket -> true));
        if (view.settling(1).isEmpty()) {
            compareReferences();
            compareDue();
        }
        compareParts();
    }

    /// What a layer has not brought into the rows is not in these either, nor need it be.
    private void compareReferences() {
        Map<BlobId, Long> references = model.references();
        for (int blob = 0; blob < 12; blob++) {
            long count = references.getOrDefault(Story.blob(blob), 0L);
            assertThat(view.references(Story.blob(blob))).as(what()).isEqualTo(count);
            assertThat(count == 0 || !view.orphans(100).contains(Story.blob(blob)))
                    .as(what())
                    .isTrue();
        }
    }

    private void compareDue() {
        compareDue(view.due(Instant.MAX, null, null, 10_000), version -> version.due);
        compareDue(view.bytesDue(Instant.MAX, null, null, 10_000), version -> version.bytesDue);
    }

    private void compareDue(
            List<DueVersion> rows, Function<ModelVersion, @Nullable Instant> dueOf) {
        List<String> expected =
                model.versions.stream()
                        .filter(version -> dueOf.apply(version) != null)
                        .map(version -> dueOf.apply(version) + " " + version.key + " " + version.id)
                        .sorted()
                        .toList();
        List<String> due =
                rows.stream()
                        .map(row -> row.due() + " " + row.key() + " " + row.version())
                        .toList();
        assertThat(due.stream().sorted().toList()).as(what()).isEqualTo(expected);
        assertThat(rows).as(what()).isSortedAccordingTo(Comparator.comparing(DueVersion::due));
    }

    private void compareParts() {
        model.uploads
                .values()
                .forEach(upload ->
                        assertThat(view.parts(upload.id(), 0, 100))
                                .as(what())
                                .extracting(part -> Map.entry(part.number(), part.content()))
                                .isEqualTo(List.copyOf(upload.parts().entrySet())));
    }
}
