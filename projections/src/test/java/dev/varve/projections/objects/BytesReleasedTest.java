package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.blob;
import static dev.varve.projections.objects.Story.key;
import static dev.varve.projections.objects.Story.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.Event.Tally;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.VersionId;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import dev.varve.projections.objects.RestoreEffect.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BytesReleasedTest {
    private static final Duration EARLY = Duration.ofHours(1);
    private static final Duration LATE = BucketSettings.DEFAULT_HISTORY_WINDOW;
    private static final Tally UNCOUNTED = new Tally(0, 0, 0, 0, 0, 0);
    private static final BucketId OTHER = new BucketId(1);
    private final MemoryViewStore store = new MemoryViewStore();
    private final Story story = new Story(store);
    private final ObjectReader view = story.view();

    @BeforeEach
    void open() {
        story.createBucket("bucket", BucketSettings.DEFAULT.withBytesWindow(EARLY));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void release(String key, VersionId version) {
        story.tell(new BytesReleased(BUCKET, List.of(new Purged(key(key), version))));
    }

    private void purge(String key, VersionId version) {
        story.tell(new VersionsPurged(BUCKET, List.of(new Purged(key(key), version))));
    }

    private List<Instant> bytesDue() {
        return view.bytesDue(Instant.MAX, null, null, 100).stream().map(DueVersion::due).toList();
    }

    private Version version(String key, VersionId id, HybridTime time) {
        return view.version(BUCKET, key(key), id, time).orElseThrow();
    }

    @Test
    void bytesAreDueByTheWindowThatWasInForceAsAVersionWasHidden() {
        story.put("a", 1);
        story.put("a", 2);
        Instant superseded = story.now();
        story.tell(new Event.BucketSettingsChanged(BUCKET, BucketSettings.DEFAULT));
        story.put("a", 3);
        Instant later = story.now();
        assertThat(bytesDue()).containsExactly(superseded.plus(EARLY));
        assertThat(view.due(Instant.MAX, null, null, 100))
                .extracting(DueVersion::due)
                .containsExactly(superseded.plus(LATE), later.plus(LATE));
    }

    /// Others' are many, and theirs to end.
    @Test
    void nodeFindsItsOwnHoweverManyOfOthersComeBefore() {
        story.put("a", 1);
        story.put("a", 2);
        NodeId maker = Story.ORIGIN.node();
        NodeId other = new NodeId(maker.value() + 1);
        assertThat(view.bytesDue(Instant.MAX, maker, null, 1)).hasSize(1);
        assertThat(view.bytesDue(Instant.MAX, other, null, 1)).isEmpty();
    }

    @Test
    void nothingIsDueEarlyWhereTheWindowIsNoShorterOrThereAreNoBytes() {
        story.tell(new Event.ObjectPut(BUCKET, key("empty"), true, state(1, 0)));
        story.delete("empty");
        assertThat(bytesDue()).isEmpty();
        story.tell(
                new Event.BucketSettingsChanged(
                        BUCKET, BucketSettings.DEFAULT.withBytesWindow(LATE)));
        story.put("a", 1);
        story.delete("a");
        assertThat(bytesDue()).isEmpty();
    }

    @Test
    void letsGoOfBytesAndOfNothingThatIsKnown() {
        VersionId first = story.put("a", 1);
        HybridTime then = story.time();
        story.put("a", 2);
        Version before = version("a", first, HybridTime.MAX);
        release("a", first);
        Version released = version("a", first, HybridTime.MAX);
        assertThat(released.bytesReleased()).isTrue();
        assertThat(released.heldBytes()).isZero();
        assertThat(released.size()).isEqualTo(10);
        assertThat(released.state()).isEqualTo(before.state());
        assertThat(released.hiddenAt()).isEqualTo(before.hiddenAt());
        assertThat(version("a", first, then).bytesReleased()).isTrue();
        assertThat(version("a", first, then).hiddenAt()).isNull();
        assertThat(view.references(blob(1))).isZero();
        assertThat(view.orphans(10)).containsExactly(blob(1));
        assertThat(bytesDue()).isEmpty();
        assertThat(view.due(Instant.MAX, null, null, 100)).hasSize(1);
        assertThat(view.usage(BUCKET)).isEqualTo(new Usage(1, 10, 1, 10, 1, 0, 0, 0));
    }

    @Test
    void dropsEachReferenceOnce() {
        VersionId first = story.put("a", 1);
        story.put("a", 2);
        story.put("b", 1);
        release("a", first);
        release("a", first);
        assertThat(view.references(blob(1))).isEqualTo(1);
        purge("a", first);
        assertThat(view.references(blob(1))).isEqualTo(1);
        assertThat(view.usage(BUCKET)).isEqualTo(new Usage(2, 20, 2, 20, 0, 0, 0, 0));
    }

    @Test
    void aPurgeTakesBytesThatWereDueWithIt() {
        VersionId first = story.put("a", 1);
        story.put("a", 2);
        purge("a", first);
        assertThat(bytesDue()).isEmpty();
        assertThat(view.references(blob(1))).isZero();
    }

    @Test
    void leavesWhatIsVisibleAlone() {
        VersionId current = story.put("a", 1);
        release("a", current);
        assertThat(version("a", current, HybridTime.MAX).bytesReleased()).isFalse();
        assertThat(view.references(blob(1))).isEqualTo(1);
    }

    @Test
    void aRestoreLeavesKeysWhoseBytesAreGone() {
        VersionId first = story.put("a", 1);
        story.put("b", 2);
        HybridTime cut = story.time();
        story.delete("a");
        story.delete("b");
        release("a", first);
        RestoredRange range =
                new RestoredRange(BUCKET, Bytes.EMPTY, Removal.TOMBSTONE, null, UNCOUNTED);
        assertThat(view.effect(range, cut, key("a")))
                .isEqualTo(new RestoreEffect(Kind.RELEASED, 10, Usage.NONE));
        assertThat(view.effects(range, cut, null, 10).changes())
                .extracting(change -> change.key() + " " + change.effect().kind())
                .containsExactly("a RELEASED", "b BACK");
        story.tell(new Event.RangesRestored(cut, List.of(range)));
        assertThat(listed()).containsExactly("b");
        story.tell(view.settling(10).orElseThrow());
        assertThat(listed()).containsExactly("b");
        assertThat(view.references(blob(1))).isZero();
    }

    private List<String> listed() {
        return view.list(BUCKET, ListQuery.all(10)).objects().stream()
                .map(object -> object.key().toString())
                .toList();
    }

    @Test
    void aVersionOfTheSameBytesThatIsCurrentNeedsNoRestore() {
        VersionId first = story.put("a", 1);
        HybridTime cut = story.time();
        story.put("a", 2);
        story.put("a", 1);
        release("a", first);
        RestoredRange range =
                new RestoredRange(BUCKET, Bytes.EMPTY, Removal.TOMBSTONE, null, UNCOUNTED);
        assertThat(view.effect(range, cut, key("a"))).isEqualTo(RestoreEffect.NONE);
    }

    @Test
    void whatALayerHasYetToTakeIsTakenFirst() {
        story.tell(
                new Event.BucketCreated(
                        OTHER, new BucketName("other"), "owner", BucketSettings.DEFAULT));
        VersionId moved = story.put("from/a", 1);
        story.tell(
                new Event.PrefixMoved(
                        BUCKET,
                        Bytes.utf8("from/"),
                        Removal.TOMBSTONE,
                        UNCOUNTED,
                        OTHER,
                        Bytes.utf8("to/"),
                        true,
                        null,
                        UNCOUNTED));
        release("from/a", moved);
        assertThat(version("from/a", moved, HybridTime.MAX).bytesReleased()).isTrue();
        Version arrived = view.current(OTHER, key("to/a"), HybridTime.MAX).orElseThrow();
        assertThat(arrived.bytesReleased()).isFalse();
        assertThat(view.references(blob(1))).isEqualTo(1);
    }

    @Test
    void whatALayerHidesIsDueByTheWindowOfItsEvent() {
        story.put("a/1", 1);
        story.tell(new Event.PrefixDeleted(BUCKET, Bytes.utf8("a/"), Removal.TOMBSTONE, UNCOUNTED));
        Instant deleted = story.now();
        story.tell(new Event.BucketSettingsChanged(BUCKET, BucketSettings.DEFAULT));
        assertThat(bytesDue()).isEmpty();
        story.tell(view.settling(10).orElseThrow());
        assertThat(bytesDue()).containsExactly(deleted.plus(EARLY));
    }
}
