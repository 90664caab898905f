package dev.varve.server.store;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Keeps;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import java.util.List;
import java.util.TreeMap;

/// Small layouts for tests of what is above them.
public final class SampleLayouts {
    public static final NodeId A = new NodeId(0xa);
    public static final NodeId B = new NodeId(0xb);

    private SampleLayouts() {}

    public static Member writer(String name, NodeId node) {
        return member(name, node, Member.Role.WRITER);
    }

    public static Member reader(String name, NodeId node) {
        return member(name, node, Member.Role.READ_ONLY);
    }

    private static Member member(String name, NodeId node, Member.Role role) {
        return new Member(
                node,
                name,
                List.of("http://" + name + ".example.com:9080"),
                new TreeMap<>(),
                role,
                1,
                "",
                Keeps.ALL);
    }

    public static ClusterLayout replicated(long epoch, Member... members) {
        return new ClusterLayout(
                epoch,
                Mode.REPLICATED,
                List.of(members),
                0,
                List.of(),
                null,
                NotOwner.FORWARD,
                ReadOnly.FORWARD);
    }

    /// Of the writers a and b.
    public static ClusterLayout assigned(long epoch, Rule... rules) {
        return new ClusterLayout(
                epoch,
                Mode.ASSIGNED,
                List.of(writer("a", A), writer("b", B)),
                0,
                List.of(rules),
                null,
                NotOwner.FORWARD,
                ReadOnly.FORWARD);
    }
}
