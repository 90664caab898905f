package dev.varve.server.store;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.projections.objects.Cluster;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Seen;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// The event of this node that each other member takes next.
final class MemberNeeds {
    private final Origin self;
    private volatile Function<NodeId, Optional<Position>> told = _ -> Optional.empty();

    MemberNeeds(Origin self) {
        this.self = self;
    }

    /// @param reached how far a member said since the start that it is
    void hearBy(Function<NodeId, Optional<Position>> reached) {
        told = reached;
    }

    /// By the names of members; nothing on a node that is on its own.
    Map<String, Position> of(ObjectReader view) {
        Map<String, Position> needs = new TreeMap<>();
        List<Seen> seen = view.seen();
        for (Member member : view.cluster().map(MemberNeeds::members).orElse(List.of())) {
            if (!member.node().equals(self.node())) {
                needs.put(member.name(), next(seen, member.node()));
            }
        }
        return needs;
    }

    private static List<Member> members(Cluster cluster) {
        return LayoutCodec.read(cluster.layout()).members();
    }

    private Position next(List<Seen> seen, NodeId member) {
        return told.apply(member)
                .or(() -> ofJournal(seen, member))
                .map(Position::next)
                .orElse(Position.FIRST);
    }

    /// As its own journal tells, which those that write nothing do not ship. What it had of an earlier
    /// incarnation may be more than there is here now.
    private Optional<Position> ofJournal(List<Seen> seen, NodeId member) {
        return seen.stream()
                .filter(each -> each.by().equals(member))
                .filter(each -> each.origin().node().equals(self.node()))
                .max(Comparator.comparing(Seen::origin))
                .filter(newest -> newest.origin().equals(self))
                .map(Seen::position);
    }
}
