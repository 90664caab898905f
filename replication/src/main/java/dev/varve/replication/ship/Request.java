package dev.varve.replication.ship;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;

/// What a follower asks a peer for.
///
/// @param origin the newest of the node that the follower folded anything of, for the peer's own
///     journal; just this one where it is asked to relay
/// @param after the last position that the follower folded of that origin
/// @param relay whether the events are another node's, as this peer took them over
public record Request(Origin origin, Position after, boolean relay) {
    private static final int FIRST_INCARNATION = 1;

    public static Request own(Origin origin, Position after) {
        return new Request(origin, after, false);
    }

    /// All of a node's own journal.
    public static Request fromTheStart(NodeId node) {
        return own(new Origin(node, FIRST_INCARNATION), Position.NONE);
    }

    public static Request relay(Origin origin, Position after) {
        return new Request(origin, after, true);
    }
}
