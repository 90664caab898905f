package dev.varve.server.store;

import static dev.varve.server.store.SampleLayouts.reader;
import static dev.varve.server.store.SampleLayouts.replicated;
import static dev.varve.server.store.SampleLayouts.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemberNeedsTest {
    private static final Origin SELF = new Origin(new NodeId(5), 2);
    private static final NodeId THEM = OtherNode.ORIGIN.node();
    private static final NodeId THIRD = new NodeId(9);

    private final OtherNode other = new OtherNode();
    private StoreKit kit;

    @BeforeEach
    void open() {
        kit = StoreKit.open();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private void tell(Event... events) {
        new Imports(kit.core).take(other.frame(events)).orThrow();
    }

    private void join() {
        ClusterLayout layout =
                replicated(1, writer("here", SELF.node()), writer("b", THEM), reader("c", THIRD));
        tell(
                new Event.ClusterChanged(
                        1, List.of(SELF.node(), THEM, THIRD), LayoutCodec.write(layout)));
    }

    /// The journal of the other one says that it has all up to there.
    private void took(Origin origin, long last) {
        tell(
                new Event.EventsImported(
                        origin, Position.FIRST, new Position(last), HybridTime.ZERO, Bytes.EMPTY));
    }

    private Map<String, Position> needs(MemberNeeds needs) {
        return kit.core.read(needs::of);
    }

    @Test
    void nobodyNeedsAnythingOfANodeOnItsOwn() {
        assertThat(needs(new MemberNeeds(SELF))).isEmpty();
    }

    @Test
    void eachTakesWhatFollowsOnWhatItsJournalTells() {
        join();
        took(SELF, 100);
        assertThat(needs(new MemberNeeds(SELF)))
                .isEqualTo(Map.of("b", new Position(101), "c", Position.FIRST));
    }

    /// A read-only member ships nothing by which that could be seen.
    @Test
    void whatAMemberSaysItselfCounts() {
        join();
        MemberNeeds needs = new MemberNeeds(SELF);
        needs.hearBy(node -> Optional.of(new Position(7)).filter(_ -> node.equals(THIRD)));
        assertThat(needs(needs)).isEqualTo(Map.of("b", Position.FIRST, "c", new Position(8)));
    }

    /// After a cut there may be less here than a member had of the time before.
    @Test
    void nothingCountsThatAMemberHadOfAnEarlierIncarnation() {
        join();
        took(new Origin(SELF.node(), 1), 100);
        assertThat(needs(new MemberNeeds(SELF))).containsEntry("b", Position.FIRST);
        took(SELF, 60);
        assertThat(needs(new MemberNeeds(SELF))).containsEntry("b", new Position(61));
    }
}
