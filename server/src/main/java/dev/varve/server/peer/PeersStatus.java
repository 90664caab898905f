package dev.varve.server.peer;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.follow.FollowState;
import dev.varve.replication.follow.FollowStatus;
import dev.varve.replication.ship.Promise;
import dev.varve.server.cluster.Backfill;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.cluster.Heard;
import dev.varve.server.cluster.PeerStatus;
import dev.varve.server.cluster.PeerStatus.Direction;
import dev.varve.server.cluster.PeerStatus.Lag;
import dev.varve.server.cluster.PeerStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How the other members are followed, and how far they say they follow this node.
final class PeersStatus implements ClusterStatus {
    private final Members members;
    private final Acks acks;
    private final Supplier<Position> news;
    private final Backfill backfill;

    /// @param news position of the newest event that others are to fold
    PeersStatus(Members members, Acks acks, Supplier<Position> news, Backfill backfill) {
        this.backfill = backfill;
        this.news = news;
        this.members = members;
        this.acks = acks;
    }

    @Override
    public List<PeerStatus> peers() {
        List<PeerStatus> all = new ArrayList<>();
        for (FollowStatus status : members.status()) {
            all.add(from(status));
            acks.of(status.peer()).ifPresent(told -> all.add(to(status.peer(), told.held())));
        }
        return all;
    }

    private static PeerStatus from(FollowStatus status) {
        Lag lag = new Lag(status.lagPositions(), status.lag().orElse(Duration.ZERO), 0);
        return new PeerStatus(
                status.peer(),
                Direction.FROM,
                state(status),
                status.folded().value(),
                lag,
                Optional.of(status.since()),
                problem(status.state()));
    }

    private static State state(FollowStatus status) {
        return switch (status.state()) {
            case FollowState.Idle _ -> State.CONNECTING;
            case FollowState.Following _ ->
                    status.lagPositions() == 0 ? State.LEVEL : State.CATCHING_UP;
            case FollowState.Waiting _ -> State.WAITING;
            case FollowState.Held _ -> State.HELD;
            case FollowState.Refused _, FollowState.Trimmed _, FollowState.Unreachable _ ->
                    State.FAILED;
            case FollowState.Paused _ -> State.PAUSED;
        };
    }

    private static String problem(FollowState state) {
        return switch (state) {
            case FollowState.Idle _, FollowState.Following _, FollowState.Paused _ -> "";
            case FollowState.Waiting(var origin, var position, var relaying) ->
                    "waits for event "
                            + position
                            + " of "
                            + origin
                            + (relaying ? ", which it was asked to relay" : "");
            case FollowState.Held(var until) -> "its clock is too far ahead, until " + until;
            case FollowState.Refused(var reason, var what) -> reason + ": " + what;
            case FollowState.Trimmed(var oldest) ->
                    "its journal begins with event "
                            + oldest
                            + ": begin anew with an empty directory, which gets a snapshot first";
            case FollowState.Unreachable(var why) -> why;
        };
    }

    private PeerStatus to(NodeId node, Acks.Held held) {
        Position newest = news.get();
        long behind = Math.max(0, newest.value() - held.events().value());
        return new PeerStatus(
                node,
                Direction.TO,
                behind == 0 ? State.LEVEL : State.CATCHING_UP,
                held.events().value(),
                new Lag(behind, Duration.ZERO, 0),
                Optional.empty(),
                "");
    }

    @Override
    public Map<NodeId, Integer> announced() {
        return members.announced();
    }

    @Override
    public Optional<Heard> heard(NodeId node) {
        return members.status().stream()
                .filter(status -> status.peer().equals(node))
                .filter(status -> !status.promise().equals(Promise.NONE))
                .findFirst()
                .flatMap(status -> status.origin().map(by -> heard(by, status.promise())));
    }

    private static Heard heard(Origin by, Promise promise) {
        return new Heard(by, promise.position(), promise.time().instant());
    }

    @Override
    public Optional<Backfill> backfill() {
        return members.belong() ? Optional.of(backfill) : Optional.empty();
    }

    @Override
    public boolean pause(NodeId node) {
        return members.pause(node);
    }

    @Override
    public boolean resume(NodeId node) {
        return members.resume(node);
    }
}
