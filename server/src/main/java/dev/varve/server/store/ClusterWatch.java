package dev.varve.server.store;

import dev.varve.replication.ClusterLayout;
import java.util.Optional;

/// Told of each change of the cluster's layout, on a thread of its own: what follows, forwards or
/// serves peers starts and stops what changed. May be told only of the newest of several.
@FunctionalInterface
public interface ClusterWatch {
    /// Where it throws, it is told again after a while.
    ///
    /// @param before what it was told last; empty for the first time
    void changed(Optional<ClusterLayout> before, ClusterLayout now);
}
