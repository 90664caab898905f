package dev.varve.replication.follow;

import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.Optional;

/// What this node knows of the journals of others, and of its own.
public interface History {
    /// How far an origin is folded in here. Of this node's own origin, how far its journal is durable;
    /// of an earlier incarnation of it, up to where that one's events end in this journal, or as they
    /// were taken back from others.
    Known known(Origin origin);

    /// The newest incarnation of a node that anything was folded of; empty for none.
    Optional<Origin> newest(NodeId node);

    /// The chain after an event of an origin that was folded before its last one; empty when that
    /// cannot be found out any more.
    Optional<Hash256> chainAfter(Origin origin, Position position);
}
