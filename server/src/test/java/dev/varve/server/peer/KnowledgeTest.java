package dev.varve.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.follow.FollowCounters;
import dev.varve.replication.follow.FollowState;
import dev.varve.replication.follow.FollowStatus;
import dev.varve.replication.ship.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
    private static final Origin B = new Origin(new NodeId(2), 1);
    private final List<Knowledge.Other> others = new ArrayList<>();
    private final Knowledge knowledge = new Knowledge(new Position(10), () -> others);

    /// @param folded how much of its journal is here
    private static Optional<FollowStatus> followed(Origin origin, long folded) {
        return Optional.of(
                new FollowStatus(
                        origin.node(),
                        new FollowState.Following(),
                        Instant.EPOCH,
                        Optional.of(origin),
                        new Position(folded),
                        Promise.NONE,
                        Optional.empty(),
                        0,
                        new FollowCounters(0, 0, 0, 0, 0, 0, 0)));
    }

    /// @param has how much it has of this node
    /// @param last what it had done itself by then
    private static Optional<Acks.Told> told(Origin by, long has, long last) {
        Position events = new Position(has);
        return Optional.of(new Acks.Told(by, new Acks.Held(events, events), new Position(last)));
    }

    private void now(Optional<FollowStatus> status, Optional<Acks.Told> told, boolean silent) {
        others.clear();
        others.add(new Knowledge.Other(B.node(), "b", status, told, silent));
    }

    @Test
    void nobodyIsMissingWhereThereIsNobody() {
        assertThat(knowledge.missing()).isEmpty();
    }

    @Test
    void whoHasNotSaidThatItHasTheEventIsMissing() {
        now(followed(B, 99), Optional.empty(), false);
        assertThat(knowledge.missing()).containsExactly("b");
        now(followed(B, 99), told(B, 9, 5), false);
        assertThat(knowledge.missing()).containsExactly("b");
        now(followed(B, 99), told(B, 10, 5), false);
        assertThat(knowledge.missing()).isEmpty();
    }

    @Test
    void allIsToBeHereThatItDidBeforeItKnew() {
        now(followed(B, 4), told(B, 10, 5), false);
        assertThat(knowledge.missing()).containsExactly("b");
        now(followed(B, 5), told(B, 10, 5), false);
        assertThat(knowledge.missing()).isEmpty();
    }

    @Test
    void whatItDoesLaterDoesNotMatter() {
        now(followed(B, 4), told(B, 10, 5), false);
        assertThat(knowledge.missing()).containsExactly("b");
        now(followed(B, 5), told(B, 30, 900), false);
        assertThat(knowledge.missing()).isEmpty();
    }

    @Test
    void whoIsNotFollowedYetIsMissing() {
        now(Optional.empty(), told(B, 10, 5), false);
        assertThat(knowledge.missing()).containsExactly("b");
    }

    @Test
    void whoHasDoneNothingSoFarNeedsNotBeHeard() {
        now(Optional.empty(), Optional.of(new Acks.Told(B, held(10), Position.NONE)), false);
        assertThat(knowledge.missing()).isEmpty();
    }

    private static Acks.Held held(long position) {
        return new Acks.Held(new Position(position), Position.NONE);
    }

    @Test
    void whoBeganAnewMayHaveLostIt() {
        now(followed(new Origin(B.node(), 2), 99), told(B, 10, 5), false);
        assertThat(knowledge.missing()).containsExactly("b");
    }

    @Test
    void nobodyWaitsForWhoIsSilentForTooLong() {
        now(followed(B, 1), Optional.empty(), true);
        assertThat(knowledge.missing()).isEmpty();
    }

    @Test
    void acksOfAnEarlierIncarnationEndWithIt() {
        Acks acks = new Acks();
        Origin second = new Origin(B.node(), 2);
        acks.told(new Acks.Told(B, held(10), new Position(7)));
        acks.told(new Acks.Told(second, held(3), new Position(2)));
        acks.told(new Acks.Told(B, held(20), new Position(9)));
        assertThat(acks.of(B.node())).contains(new Acks.Told(second, held(3), new Position(2)));
        acks.told(new Acks.Told(second, held(2), new Position(8)));
        assertThat(acks.of(B.node())).contains(new Acks.Told(second, held(3), new Position(8)));
    }

    @Test
    void whoDoesNotSayWhatItDidCountsForAcknowledgementsAlone() {
        Acks acks = new Acks();
        Position ten = new Position(10);
        acks.told(Acks.Told.ofEarlierRelease(B.node(), new Acks.Held(ten, ten)));
        assertThat(acks.count(ten)).isEqualTo(1);
        now(followed(B, 99), acks.of(B.node()), false);
        assertThat(knowledge.missing()).containsExactly("b");
    }

    /// It can only have been let in by one of those who know, and whose doings are here.
    @Test
    void whoIsLetInWhileOthersAreAskedIsAskedToo() {
        Knowledge.Other b =
                new Knowledge.Other(B.node(), "b", followed(B, 9), told(B, 10, 5), false);
        Knowledge.Other c =
                new Knowledge.Other(new NodeId(3), "c", Optional.empty(), Optional.empty(), false);
        Iterator<List<Knowledge.Other>> looks =
                List.of(List.of(b), List.of(b, c), List.of(b, c)).iterator();
        assertThat(new Knowledge(new Position(10), looks::next).missing()).containsExactly("c");
    }
}
