package dev.varve.replication.follow;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;

/// Whose events were asked for.
public sealed interface Expected {
    NodeId node();

    /// A node's own journal, through its incarnations.
    record Own(NodeId node) implements Expected {}

    /// One origin's, as another node took them over.
    record Relayed(Origin origin) implements Expected {
        @Override
        public NodeId node() {
            return origin.node();
        }
    }
}
