package dev.varve.server.api.cluster;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Keeps;
import dev.varve.replication.Member;
import java.util.List;
import java.util.TreeMap;

/// A node on its own, as a layout would say it: to compare with the first one there is.
final class Standalone {
    private static final String NAME = "this-node";

    private Standalone() {}

    static ClusterLayout layout(NodeId self, ClusterLayout next) {
        String name = next.member(self).map(Member::name).orElse(NAME);
        Member alone =
                new Member(
                        self,
                        name,
                        List.of("http://localhost"),
                        new TreeMap<>(),
                        Member.Role.WRITER,
                        1,
                        "",
                        Keeps.ALL);
        return new ClusterLayout(
                next.epoch(),
                ClusterLayout.Mode.REPLICATED,
                List.of(alone),
                0,
                List.of(),
                null,
                next.notOwner(),
                next.readOnly());
    }
}
