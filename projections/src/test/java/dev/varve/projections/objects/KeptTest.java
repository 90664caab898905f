package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is kept for late events is there as long as something may come that needs it.
class KeptTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey KEY = ObjectKey.of("a");
    private static final Event.Tally NOTHING = Usage.NONE.tally();

    private final SimNode node = new SimNode(0, 2, Duration.ZERO);
    private final SimNode other = new SimNode(1, 2, Duration.ZERO);
    private final BucketId source = node.newBucket(0);
    private final BucketId target = node.newBucket(1);

    @BeforeEach
    void begin() {
        List<NodeId> members = List.of(node.origin.node(), other.origin.node());
        node.decide(NOW, new Event.ClusterChanged(1, members, Bytes.EMPTY));
        node.decide(NOW, created(source, "source"));
        node.decide(NOW, created(target, "target"));
        node.decide(NOW, new Event.ObjectPut(source, KEY, true, Story.state(1, 3)));
        takeAll(other, node);
    }

    private static Event created(BucketId bucket, String name) {
        return new Event.BucketCreated(bucket, new BucketName(name), "me", BucketSettings.DEFAULT);
    }

    private static void takeAll(SimNode to, SimNode from) {
        while (to.mayTake(from)) {
            to.take(NOW, from);
        }
    }

    private void settle() {
        Optional<Event.LayerSettled> step = node.view().settling(10);
        while (step.isPresent()) {
            node.decide(NOW, step.get());
            step = node.view().settling(10);
        }
    }

    private void moveThere() {
        Event move =
                new Event.PrefixMoved(
                        source,
                        Bytes.EMPTY,
                        Event.Removal.TOMBSTONE,
                        NOTHING,
                        target,
                        Bytes.EMPTY,
                        true,
                        null,
                        NOTHING);
        other.decide(NOW.plusSeconds(1), move);
    }

    private void deleteAll(BucketId bucket) {
        node.decide(
                NOW.plusSeconds(2),
                new Event.PrefixDeleted(bucket, Bytes.EMPTY, Event.Removal.TOMBSTONE, NOTHING));
        settle();
    }

    /// So that nothing older can come from there any more.
    private void hearLater() {
        other.decide(NOW.plusSeconds(9), new Event.HistoryFloorRaised(source, HybridTime.ZERO));
        takeAll(node, other);
    }

    private int kept() {
        int count = 0;
        try (RowCursor cursor = node.store.change().scan(Table.KEPT)) {
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                count++;
            }
        }
        return count;
    }

    @Test
    void aFactActsOnWhatAnEarlierOneFillsOnlyNow() {
        moveThere();
        deleteAll(target);
        hearLater();
        node.forget(10);
        settle();
        assertThat(node.view().current(target, KEY, HybridTime.MAX).filter(Version::isObject))
                .as("was moved there before all was deleted")
                .isEmpty();
        assertThat(node.view().history(target, KEY, null, 10)).hasSize(2);
    }

    @Test
    void factsAreForgottenOnceNothingOlderCanCome() {
        deleteAll(source);
        assertThat(kept()).isEqualTo(1);
        node.forget(10);
        assertThat(kept()).as("before the other is heard").isEqualTo(1);
        hearLater();
        node.forget(10);
        assertThat(kept()).isZero();
    }

    /// It would find nothing where what it looks for was purged, and other nodes might have found it.
    @Test
    void aRestoreLooksForWhatThereWasAsLongAsAnOlderEventMayComeToItsKeys() {
        assertThat(node.view().earliestCut(source, HybridTime.ZERO)).isEqualTo(HybridTime.MAX);
        HybridTime cut = node.own.getLast().stamp().time();
        Event.RestoredRange range =
                new Event.RestoredRange(
                        source, Bytes.EMPTY, Event.Removal.TOMBSTONE, null, NOTHING);
        node.decide(NOW.plusSeconds(2), new Event.RangesRestored(cut, List.of(range)));
        settle();
        assertThat(node.view().earliestCut(source, HybridTime.ZERO)).isEqualTo(cut);
        assertThat(node.view().earliestCut(target, HybridTime.ZERO)).isEqualTo(HybridTime.MAX);
        hearLater();
        node.forget(10);
        assertThat(node.view().earliestCut(source, HybridTime.ZERO)).isEqualTo(HybridTime.MAX);
    }

    /// Who has not heard of the end of a bucket may put something in it at any later time.
    @Test
    void aDeletedBucketIsBackForWhatWasPutInItLater() {
        node.decide(NOW.plusSeconds(2), new Event.BucketDeleted(target));
        hearLater();
        node.forget(10);
        Event put = new Event.ObjectPut(target, KEY, true, Story.state(2, 3));
        other.decide(NOW.plusSeconds(10), put);
        takeAll(node, other);
        assertThat(node.view().bucket(target)).isPresent();
        assertThat(node.view().current(target, KEY, HybridTime.MAX)).isPresent();
    }
}
