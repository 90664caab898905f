package dev.varve.server.forward;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.Member;
import dev.varve.replication.Ownership;
import java.util.Optional;

/// Where this node stands in the layout that is in force.
public record Standing(NodeId self, ClusterLayout layout, Ownership owners) {
    public static Standing of(NodeId self, ClusterLayout layout) {
        return new Standing(self, layout, new Ownership(layout));
    }

    /// The same where this node deals in its own way with what others own.
    public Standing instead(NotOwner notOwner) {
        ClusterLayout changed =
                new ClusterLayout(
                        layout.epoch(),
                        layout.mode(),
                        layout.members(),
                        layout.factor(),
                        layout.rules(),
                        layout.defaultOwner(),
                        notOwner,
                        layout.readOnly());
        return new Standing(self, changed, owners);
    }

    boolean writes() {
        return layout.member(self).filter(Member::writes).isPresent();
    }

    boolean isSelf(Member member) {
        return member.node().equals(self);
    }

    /// As the layout calls it.
    String name() {
        return layout.member(self).map(Member::name).orElse(self.toString());
    }

    /// Tells where a node stands now; asked for every request.
    @FunctionalInterface
    public interface Source {
        Source ALONE = Optional::empty;

        /// Empty while it is on its own.
        Optional<Standing> now();
    }
}
