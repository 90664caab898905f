package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What comes late changes what a move filled in another bucket, which is deleted meanwhile.
class LateInDeletedBucketsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey KEY = ObjectKey.of("a");
    private static final Event.Tally NOTHING = Usage.NONE.tally();

    private final SimNode mover = new SimNode(0, 3, Duration.ZERO);
    private final SimNode late = new SimNode(1, 3, Duration.ZERO);
    private final SimNode deleter = new SimNode(2, 3, Duration.ZERO);
    private final List<SimNode> nodes = List.of(mover, late, deleter);
    private final BucketId source = mover.newBucket(0);
    private final BucketId target = mover.newBucket(1);

    @BeforeEach
    void begin() {
        List<NodeId> members = nodes.stream().map(node -> node.origin.node()).toList();
        mover.decide(NOW, new Event.ClusterChanged(1, members, Bytes.EMPTY));
        mover.decide(NOW, created(source, "source"));
        mover.decide(NOW, created(target, "target"));
    }

    private static Event created(BucketId bucket, String name) {
        return new Event.BucketCreated(bucket, new BucketName(name), "me", BucketSettings.DEFAULT);
    }

    private static void take(SimNode node, SimNode from) {
        while (node.mayTake(from)) {
            node.take(NOW, from);
        }
    }

    private void move() {
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
        mover.decide(NOW.plusSeconds(2), move);
        Optional<Event.LayerSettled> step = mover.view().settling(10);
        while (step.isPresent()) {
            mover.decide(NOW.plusSeconds(2), step.get());
            step = mover.view().settling(10);
        }
    }

    private void deleteTarget() {
        take(deleter, mover);
        deleter.decide(NOW.plusSeconds(3), new Event.BucketDeleted(target));
        take(mover, deleter);
    }

    private void expectAllTheSame() {
        SimNode inOrder = new SimNode(9, 10, Duration.ZERO);
        nodes.stream()
                .flatMap(node -> node.own.stream())
                .sorted(Comparator.comparing(Told::stamp))
                .forEach(told -> inOrder.fold(new Told(told.recorded(), told.recorded())));
        assertThat(digest(mover)).isEqualTo(digest(inOrder));
    }

    private static Hash256 digest(SimNode node) {
        return SharedDigest.of(node.store.change());
    }

    @Test
    void aBucketIsForgottenWithTheLastOfWhatWasMovedThere() {
        mover.decide(NOW, new Event.ObjectPut(source, KEY, true, Story.state(1, 3)));
        VersionId made = new VersionId(mover.own.getLast().stamp());
        take(late, mover);
        late.decide(NOW.plusSeconds(1), new Event.VersionDeleted(source, KEY, made, false));
        move();
        deleteTarget();
        assertThat(mover.view().history(target, KEY, null, 10)).hasSize(1);
        take(mover, late);
        assertThat(mover.view().history(target, KEY, null, 10)).isEmpty();
        assertThat(mover.view().bucketEver(target)).isEmpty();
        expectAllTheSame();
    }

    @Test
    void aForgottenBucketIsBackForWhatIsMovedThereAfterAll() {
        take(late, mover);
        late.decide(NOW.plusSeconds(1), new Event.ObjectPut(source, KEY, true, Story.state(1, 3)));
        move();
        deleteTarget();
        assertThat(mover.view().bucketEver(target)).isEmpty();
        take(mover, late);
        assertThat(mover.view().history(target, KEY, null, 10)).hasSize(1);
        assertThat(mover.view().bucketEver(target)).isPresent();
        assertThat(mover.view().bucket(target)).as("it stays deleted").isEmpty();
        expectAllTheSame();
    }

    @Test
    void aDeletedBucketIsForgottenOnceItsLastLayerIsSettled() {
        Event delete = new Event.PrefixDeleted(target, Bytes.EMPTY, Event.Removal.MARKER, NOTHING);
        mover.decide(NOW, delete);
        mover.decide(NOW, new Event.BucketDeleted(target));
        assertThat(mover.view().bucketEver(target)).isPresent();
        mover.decide(NOW, mover.view().settling(10).orElseThrow());
        assertThat(mover.view().bucketEver(target)).isEmpty();
        assertThat(mover.view().current(target, KEY, HybridTime.MAX)).isEmpty();
    }
}
