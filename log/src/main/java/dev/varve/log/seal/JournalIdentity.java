package dev.varve.log.seal;

import dev.varve.log.ClusterId;
import dev.varve.log.Origin;

/// Whose journal this is: stamped on every event, checked on every one that is read.
public record JournalIdentity(ClusterId cluster, Origin origin) {
    /// Constant while a node has its journal to itself.
    public static final long EPOCH = 0;
}
