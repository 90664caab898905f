package dev.varve.replication.follow;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.ship.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What can be said of the following of one peer, for health, metrics and the API.
///
/// @param since when it has been in this state
/// @param origin the newest incarnation of the peer that is known here
/// @param folded its last event that was folded here
/// @param promise what the peer last said of its journal
/// @param tries how often in a row it came to nothing
public record FollowStatus(
        NodeId peer,
        FollowState state,
        Instant since,
        Optional<Origin> origin,
        Position folded,
        Promise promise,
        Optional<Duration> lag,
        int tries,
        FollowCounters counters) {

    /// The same where it is about to be in another state.
    FollowStatus in(FollowState other) {
        return new FollowStatus(peer, other, since, origin, folded, promise, lag, tries, counters);
    }

    /// How many events the peer has that are not folded here.
    public long lagPositions() {
        return Math.max(0, promise.position().value() - folded.value());
    }
}
