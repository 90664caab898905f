package dev.varve.replication.follow;

import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.seal.Chain;

/// How far this node folded an origin's journal.
///
/// @param chain after the last event that was folded
/// @param time of that event
public record Known(Origin origin, Position position, Hash256 chain, HybridTime time) {
    /// Of an origin that nothing was folded of.
    public static Known nothing(Origin origin) {
        return new Known(origin, Position.NONE, Chain.GENESIS, HybridTime.ZERO);
    }

    public boolean isNothing() {
        return position.isNone();
    }
}
