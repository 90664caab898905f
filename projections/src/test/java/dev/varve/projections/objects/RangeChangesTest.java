package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.Tally;
import dev.varve.log.VersionId;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.RangeChange.Page;
import dev.varve.projections.objects.RangeChange.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RangeChangesTest {
    private static final Tally UNCOUNTED = new Tally(0, 0, 0, 0, 0, 0);
    private static final BucketId OTHER = new BucketId(1);
    private final MemoryViewStore store = new MemoryViewStore();
    private final Story story = new Story(store);
    private final ObjectReader view = story.view();

    @BeforeEach
    void open() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        BucketName other = new BucketName("other");
        story.tell(new Event.BucketCreated(OTHER, other, "owner", BucketSettings.DEFAULT));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static PrefixDeleted deleted(String prefix) {
        return new PrefixDeleted(BUCKET, Bytes.utf8(prefix), Removal.TOMBSTONE, UNCOUNTED);
    }

    private static PrefixMoved moved(String prefix, BucketId to, String toPrefix) {
        return new PrefixMoved(
                BUCKET,
                Bytes.utf8(prefix),
                Removal.TOMBSTONE,
                UNCOUNTED,
                to,
                Bytes.utf8(toPrefix),
                true,
                null,
                UNCOUNTED);
    }

    private Page page(RangeEvent event, VersionId made) {
        return view.changes(event, made.stamp(), null, 100);
    }

    private static List<String> described(List<RangeChange> changes) {
        return changes.stream().map(RangeChangesTest::described).toList();
    }

    private static String described(RangeChange change) {
        return "%d %s %s %s>%s"
                .formatted(
                        change.place().ordinal(),
                        change.place().bucket().equals(BUCKET) ? "bucket" : "other",
                        change.place().key(),
                        change.before().map(version -> version.kind().name()).orElse("-"),
                        change.after().map(version -> version.kind().name()).orElse("-"));
    }

    @Test
    void tellsWhichKeysADeleteTookInTheirOrderWhateverCameLater() {
        story.put("a/2", 1);
        story.put("a/1", 2);
        story.put("b", 3);
        story.put("a/3", 4);
        story.delete("a/3");
        PrefixDeleted event = deleted("a/");
        VersionId made = story.tell(event);
        List<String> expected =
                List.of("0 bucket a/1 OBJECT>TOMBSTONE", "1 bucket a/2 OBJECT>TOMBSTONE");
        assertThat(described(page(event, made).changes())).isEqualTo(expected);
        story.tell(view.settling(100).orElseThrow());
        story.put("a/1", 5);
        story.put("a/9", 6);
        Page later = page(event, made);
        assertThat(described(later.changes())).isEqualTo(expected);
        assertThat(later.complete()).isTrue();
        assertThat(later.next()).isNull();
    }

    @Test
    void tellsBothEndsOfAMoveByKeyAndThenByBucket() {
        story.put("a", 1);
        story.put("b", 2);
        PrefixMoved event = moved("", OTHER, "");
        VersionId made = story.tell(event);
        List<String> expected =
                List.of(
                        "0 other a ->OBJECT",
                        "1 bucket a OBJECT>TOMBSTONE",
                        "2 other b ->OBJECT",
                        "3 bucket b OBJECT>TOMBSTONE");
        assertThat(described(page(event, made).changes())).isEqualTo(expected);
        List<RangeChange> oneByOne = new ArrayList<>();
        Place after = null;
        do {
            Page page = view.changes(event, made.stamp(), after, 1);
            oneByOne.addAll(page.changes());
            after = page.next();
        } while (after != null);
        assertThat(described(oneByOne)).isEqualTo(expected);
    }

    @Test
    void saysThatNothingCanBeMissingOnlyWhileHistoryGoesBackFarEnough() {
        VersionId put = story.put("a", 1);
        story.put("b", 2);
        PrefixDeleted event = deleted("");
        VersionId made = story.tell(event);
        story.tell(new Event.HistoryFloorRaised(BUCKET, made.stamp().time()));
        story.tell(new Event.VersionsPurged(BUCKET, List.of(new Purged(key("a"), put))));
        Page page = page(event, made);
        assertThat(described(page.changes()))
                .containsExactly("0 bucket a ->TOMBSTONE", "1 bucket b OBJECT>TOMBSTONE");
        assertThat(page.complete()).isFalse();
        story.tell(new Event.VersionsPurged(BUCKET, List.of(new Purged(key("a"), made))));
        assertThat(described(page(event, made).changes()))
                .containsExactly("0 bucket b OBJECT>TOMBSTONE");
    }

    @Test
    void saysThatHistoryOfADeletedBucketMayBeMissing() {
        story.put("a", 1);
        PrefixDeleted event = deleted("");
        VersionId made = story.tell(event);
        story.tell(view.settling(100).orElseThrow());
        story.tell(new Event.BucketDeleted(BUCKET));
        Page page = page(event, made);
        assertThat(page.changes()).hasSize(1);
        assertThat(page.complete()).isFalse();
    }

    @Test
    void settlingChangesNothingThatAnybodySees() {
        story.put("a", 1);
        story.tell(deleted(""));
        Event.LayerSettled step = view.settling(100).orElseThrow();
        VersionId settled = story.tell(step);
        assertThat(page(step, settled).changes()).isEmpty();
    }
}
