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
import dev.varve.log.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One node wants to purge what another brings back meanwhile, whose clock is ahead; a third has not heard of
/// that yet, and deletes the object at what is an earlier time.
class RestoreKeepsHistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey KEY = ObjectKey.of("k");

    private final SimNode purging = new SimNode(0, 3, Duration.ZERO);
    private final SimNode restoring = new SimNode(1, 3, Duration.ofMinutes(10));
    private final SimNode deleting = new SimNode(2, 3, Duration.ZERO);
    private final List<SimNode> all = List.of(purging, restoring, deleting);
    private final BucketId bucket = purging.newBucket(1);
    private HybridTime cut = HybridTime.ZERO;
    private HybridTime end = HybridTime.ZERO;

    @BeforeEach
    void begin() {
        List<NodeId> members = all.stream().map(node -> node.origin.node()).toList();
        purging.decide(NOW, new Event.ClusterChanged(1, members, Bytes.EMPTY));
        purging.decide(
                NOW,
                new Event.BucketCreated(
                        bucket, new BucketName("one"), "me", BucketSettings.DEFAULT));
        cut = put(1);
        end = put(2);
        takeAll(restoring, purging);
        purging.decide(NOW, new Event.HistoryFloorRaised(bucket, end));
        takeAll(deleting, purging);
    }

    private HybridTime put(int content) {
        purging.decide(NOW, new Event.ObjectPut(bucket, KEY, true, Story.state(content, 3)));
        return purging.own.getLast().stamp().time();
    }

    private static void takeAll(SimNode to, SimNode from) {
        while (to != from && to.mayTake(from)) {
            to.take(NOW, from);
        }
    }

    private void restore() {
        Event.RestoredRange range =
                new Event.RestoredRange(
                        bucket, Bytes.EMPTY, Event.Removal.TOMBSTONE, null, Usage.NONE.tally());
        restoring.decide(NOW, new Event.RangesRestored(cut, List.of(range)));
        takeAll(purging, restoring);
        takeAll(restoring, purging);
    }

    /// Something that shows what its node knows by now.
    private void say(SimNode node) {
        node.decide(NOW, new Event.HistoryFloorRaised(bucket, HybridTime.ZERO));
        takeAll(purging, node);
    }

    private void settleAll() {
        for (int i = 0; i < 4; i++) {
            all.forEach(to -> all.forEach(from -> takeAll(to, from)));
            for (SimNode node : all) {
                node.view()
                        .settling(10, node.origin.node())
                        .ifPresent(step -> node.decide(NOW, step));
            }
        }
    }

    private HybridTime earliestCut() {
        return purging.view().earliestCut(bucket, HybridTime.ZERO);
    }

    private Optional<VersionId> current(SimNode node) {
        return node.view()
                .current(bucket, KEY, HybridTime.MAX)
                .filter(Version::isObject)
                .map(Version::id);
    }

    @Test
    void thePurgeWaitsUntilNothingComesThatIsOlderThanTheRestore() {
        restore();
        VersionId restored = new VersionId(restoring.own.getLast().stamp());
        say(deleting);
        say(restoring);
        assertThat(purging.knownFloor(bucket)).as("all know of the purge").contains(end);
        assertThat(earliestCut()).as("and still it waits").isEqualTo(cut).isLessThan(end);
        deleting.decide(NOW, new Event.ObjectDeleted(bucket, KEY));
        settleAll();
        assertThat(all).allSatisfy(node -> assertThat(current(node)).contains(restored));
        say(deleting);
        say(restoring);
        purging.forget(10);
        assertThat(earliestCut()).isEqualTo(HybridTime.MAX);
    }

    /// Why it waits.
    @Test
    void elseTheDeleteWouldWinWhereTheVersionIsGone() {
        restore();
        VersionId restored = new VersionId(restoring.own.getLast().stamp());
        VersionId gone =
                purging.view().history(bucket, KEY, null, 10).stream()
                        .map(Version::id)
                        .filter(id -> id.stamp().time().equals(cut))
                        .findFirst()
                        .orElseThrow();
        Event.Purged purged = new Event.Purged(KEY, gone);
        purging.decide(NOW, new Event.VersionsPurged(bucket, List.of(purged)));
        deleting.decide(NOW, new Event.ObjectDeleted(bucket, KEY));
        takeAll(restoring, deleting);
        settleAll();
        assertThat(current(restoring)).contains(restored);
        assertThat(current(purging)).isEmpty();
    }
}
