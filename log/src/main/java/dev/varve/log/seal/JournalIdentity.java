package dev.varve.log.seal;

import dev.varve.log.ClusterId;
import dev.varve.log.Envelope;
import dev.varve.log.Origin;

/// Whose journal this is: stamped on every event, checked on every one that is read.
public record JournalIdentity(ClusterId cluster, Origin origin) {
    /// Constant while a node has its journal to itself.
    public static final long EPOCH = 0;

    /// Whether an event is of this node's journal, in whatever incarnation.
    public boolean owns(Envelope envelope) {
        return envelope.cluster().equals(cluster) && envelope.origin().node().equals(origin.node());
    }
}
