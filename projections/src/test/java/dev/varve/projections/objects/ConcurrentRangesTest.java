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
import dev.varve.projections.ViewReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Facts about ranges of one node, and what another did at the very same hybrid time: clocks that follow one
/// that is ahead come to the same time easily.
class ConcurrentRangesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey KEY = ObjectKey.of("a");
    private static final Event.Tally NOTHING = Usage.NONE.tally();

    private final List<SimNode> nodes =
            List.of(new SimNode(0, 2, Duration.ZERO), new SimNode(1, 2, Duration.ZERO));
    private final BucketId bucket = nodes.getFirst().newBucket(0);

    private void begin(Event... more) {
        SimNode first = nodes.getFirst();
        List<NodeId> members = nodes.stream().map(node -> node.origin.node()).toList();
        first.decide(NOW, new Event.ClusterChanged(1, members, Bytes.EMPTY));
        BucketName name = new BucketName("one");
        first.decide(NOW, new Event.BucketCreated(bucket, name, "me", BucketSettings.DEFAULT));
        List.of(more).forEach(event -> first.decide(NOW, event));
        exchange(NOW);
    }

    /// Both decide before either hears of the other.
    private void atOnce(Instant now, Event one, SimNode by, Event other) {
        SimNode second = by == nodes.getFirst() ? nodes.getLast() : nodes.getFirst();
        by.decide(now, one);
        second.decide(now, other);
        assertThat(by.own.getLast().stamp().time()).isEqualTo(second.own.getLast().stamp().time());
        exchange(now);
    }

    private void exchange(Instant now) {
        for (SimNode node : nodes) {
            for (SimNode from : nodes) {
                while (node != from && node.mayTake(from)) {
                    node.take(now, from);
                }
            }
        }
        assertThat(digest(nodes.getFirst())).isEqualTo(digest(nodes.getLast()));
    }

    /// Of a node where nothing is left to settle.
    private static dev.varve.log.Hash256 digest(SimNode node) {
        SimNode copy = new SimNode(node.number, 2, Duration.ZERO);
        node.journal.forEach(copy::fold);
        Optional<Event.LayerSettled> step = copy.view().settling(100);
        while (step.isPresent()) {
            copy.decide(NOW, step.get());
            step = copy.view().settling(100);
        }
        ViewReader rows = copy.store.change();
        return SharedDigest.of(rows);
    }

    private Event put(int number) {
        return new Event.ObjectPut(bucket, KEY, true, Story.state(number, 3));
    }

    private Event deleteAll() {
        return new Event.PrefixDeleted(bucket, Bytes.EMPTY, Event.Removal.TOMBSTONE, NOTHING);
    }

    private Optional<Version> current(SimNode node) {
        return node.view().current(bucket, KEY, HybridTime.MAX).filter(Version::isObject);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDeleteOfManyLeavesWhatIsPutAtTheSameTime(int deleting) {
        begin();
        atOnce(NOW.plusSeconds(1), deleteAll(), nodes.get(deleting), put(1));
        nodes.forEach(node -> assertThat(current(node)).as("%s", node).isPresent());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void ofTwoTheHigherOriginStandsWhereBothChangeWhatWasThere(int deleting) {
        begin(put(1));
        atOnce(NOW.plusSeconds(1), deleteAll(), nodes.get(deleting), put(2));
        nodes.forEach(node ->
                assertThat(current(node).isPresent()).as("%s", node).isEqualTo(deleting == 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMoveTakesWhatWasThereAndNotWhatIsPutAtTheSameTime(int moving) {
        begin(put(1));
        Event move =
                new Event.PrefixMoved(
                        bucket,
                        Bytes.utf8("a"),
                        Event.Removal.TOMBSTONE,
                        NOTHING,
                        bucket,
                        Bytes.utf8("b"),
                        true,
                        null,
                        NOTHING);
        atOnce(NOW.plusSeconds(1), move, nodes.get(moving), put(2));
        for (SimNode node : nodes) {
            Version moved =
                    node.view().current(bucket, ObjectKey.of("b"), HybridTime.MAX).orElseThrow();
            assertThat(moved.object()).as("%s", node).isEqualTo(Story.state(1, 3));
        }
    }
}
