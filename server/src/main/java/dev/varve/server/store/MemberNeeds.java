package dev.varve.server.store;

import dev.varve.log.NodeId;
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

/// The event of this node that each other member takes next, as its own journal tells.
final class MemberNeeds {
    private MemberNeeds() {}

    /// By the names of members; nothing on a node that is on its own.
    static Map<String, Position> of(ObjectReader view, NodeId self) {
        Map<String, Position> needs = new TreeMap<>();
        List<Seen> seen =
                view.seen().stream().filter(each -> each.origin().node().equals(self)).toList();
        for (Member member : view.cluster().map(MemberNeeds::members).orElse(List.of())) {
            if (!member.node().equals(self)) {
                needs.put(member.name(), next(seen, member.node()));
            }
        }
        return needs;
    }

    private static List<Member> members(Cluster cluster) {
        return LayoutCodec.read(cluster.layout()).members();
    }

    /// After a cut positions are given anew: those of the newest incarnation that it heard of count.
    private static Position next(List<Seen> seen, NodeId member) {
        Optional<Seen> newest =
                seen.stream()
                        .filter(each -> each.by().equals(member))
                        .max(Comparator.comparing(Seen::origin));
        return newest.map(each -> each.position().next()).orElse(Position.FIRST);
    }
}
