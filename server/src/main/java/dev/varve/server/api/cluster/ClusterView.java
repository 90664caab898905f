package dev.varve.server.api.cluster;

import dev.varve.log.NodeId;
import dev.varve.server.api.About;
import dev.varve.server.api.Words;
import dev.varve.server.cluster.PeerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cluster as one node sees it.
public record ClusterView(
        @About("standalone, replicated or assigned") String mode,
        String clusterId,
        @About("the node that answers") String node,
        @About("of the layout in force; 0 where there is none") long epoch,
        @About("of the forms that may be written") int formatLevel,
        @Nullable LayoutForm layout,
        @About("how this node gets on with others, each way") List<PeerView> peers) {

    public ClusterView {
        peers = List.copyOf(peers);
    }

    /// One way between this node and another.
    public record PeerView(
            String node,
            @About("of the member; its id where it is none any more") String name,
            @About("from it to this node, or to it") PeerStatus.Direction direction,
            PeerStatus.State state,
            @About("the last event that the receiver has") long position,
            @About("events that it has not") long lagEvents,
            @About("since the oldest of them was recorded") double lagSeconds,
            @About("of wanted blobs that it has not") long lagBytes,
            @Nullable Instant lastContact,
            @Nullable String problem) {
        static PeerView of(PeerStatus status, String name) {
            Optional<Instant> contact = status.contact();
            return new PeerView(
                    status.node().toString(),
                    name,
                    status.direction(),
                    status.state(),
                    status.position(),
                    status.lag().events(),
                    status.lag().time().toMillis() / 1000.0,
                    status.lag().bytes(),
                    contact.orElse(null),
                    status.problem().isEmpty() ? null : status.problem());
        }
    }

    static String mode(Optional<dev.varve.replication.ClusterLayout> layout) {
        return layout.map(present -> Words.of(present.mode())).orElse("standalone");
    }

    static String name(Optional<dev.varve.replication.ClusterLayout> layout, NodeId node) {
        return layout.map(present -> LayoutForm.name(present, node)).orElseGet(node::toString);
    }
}
