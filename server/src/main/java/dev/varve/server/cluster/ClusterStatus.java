package dev.varve.server.cluster;

import dev.varve.log.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the members of a cluster get on, as this node sees it, and what can be asked of it. From any
/// thread.
public interface ClusterStatus {
    /// Of a node that neither follows nor is followed.
    ClusterStatus NONE =
            new ClusterStatus() {
                @Override
                public List<PeerStatus> peers() {
                    return List.of();
                }

                @Override
                public Map<NodeId, Integer> announced() {
                    return Map.of();
                }

                @Override
                public Optional<Heard> heard(NodeId node) {
                    return Optional.empty();
                }

                @Override
                public boolean pause(NodeId node) {
                    return false;
                }

                @Override
                public boolean resume(NodeId node) {
                    return false;
                }
            };

    /// By member and direction.
    List<PeerStatus> peers();

    /// The levels of forms that members, this node too, said they read.
    Map<NodeId, Integer> announced();

    /// What a member last said of its own journal; empty where it said nothing since this node started.
    Optional<Heard> heard(NodeId node);

    /// Takes nothing more from it until [#resume], across restarts too. False where this node does not
    /// follow it.
    boolean pause(NodeId node);

    /// False where this node does not follow it.
    boolean resume(NodeId node);

    /// Empty where this node is on its own.
    default Optional<Backfill> backfill() {
        return Optional.empty();
    }
}
