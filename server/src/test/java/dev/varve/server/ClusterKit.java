package dev.varve.server;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Keeps;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.config.Inputs.Flag;
import dev.varve.server.forward.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Servers that have nothing in common but a token, and each a layout that a test says.
final class ClusterKit implements AutoCloseable {
    static final String ACCESS_KEY = "VARVEFORWARDTEST";
    static final String SECRET_KEY = "kR8s/3+t0L2aV9mQ4xZ7cW1yB6nD5eFgHjUiOpTs";
    private static final byte[] TOKEN = "a token of the cluster".getBytes(StandardCharsets.UTF_8);

    private final Path directory;
    private final List<Node> nodes = new ArrayList<>();

    ClusterKit(Path directory) {
        this.directory = directory;
    }

    /// One server, with the layout that it believes in.
    static final class Node implements AutoCloseable {
        private final Path directory;
        private final Running running;
        private final AtomicReference<NodeId> self = new AtomicReference<>(new NodeId(0));
        private final AtomicReference<@Nullable ClusterLayout> layout = new AtomicReference<>();

        Node(Path directory, Map<String, String> settings) {
            this.directory = directory;
            Clustering clustering =
                    new Clustering(
                            varve -> {
                                NodeId node = varve.journal().origin().node();
                                self.set(node);
                                return () ->
                                        Optional.ofNullable(layout.get())
                                                .map(now -> Standing.of(node, now));
                            },
                            _ -> () -> Optional.of(TOKEN.clone()));
            List<Flag> flags = new ArrayList<>();
            Map<String, String> all = new TreeMap<>(settings);
            all.put("data", directory.resolve("data").toString());
            all.put("listen", "127.0.0.1:0");
            all.put("access-log.target", directory.resolve("access.log").toString());
            all.put("space.reserve-bytes", "0");
            all.put("space.min-free-bytes", "0");
            all.forEach((key, text) -> flags.add(new Flag("--set " + key, key, text)));
            Map<String, String> environment =
                    Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
            running =
                    Main.start(
                            Configuration.load(new Inputs(flags, environment, Optional.empty()))
                                    .server(),
                            clustering);
        }

        int port() {
            return running.bound().getFirst().address().port();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + port());
        }

        NodeId id() {
            return self.get();
        }

        void believes(ClusterLayout now) {
            layout.set(now);
        }

        String accessLog() {
            try {
                return Files.readString(directory.resolve("access.log"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            running.close();
        }
    }

    Node start(String name) {
        return start(name, Map.of());
    }

    Node start(String name, Map<String, String> settings) {
        try {
            Node node = new Node(Files.createDirectories(directory.resolve(name)), settings);
            nodes.add(node);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Member writer(String name, Node node) {
        return member(name, node.id(), node.uri().toString(), Member.Role.WRITER);
    }

    static Member reader(String name, Node node) {
        return member(name, node.id(), node.uri().toString(), Member.Role.READ_ONLY);
    }

    static Member member(String name, NodeId id, String url, Member.Role role) {
        return new Member(id, name, List.of(url), new TreeMap<>(), role, 1, "", Keeps.ALL);
    }

    static ClusterLayout assigned(long epoch, List<Member> members, Rule... rules) {
        return new ClusterLayout(
                epoch,
                Mode.ASSIGNED,
                members,
                0,
                List.of(rules),
                null,
                NotOwner.FORWARD,
                ReadOnly.FORWARD);
    }

    static ClusterLayout with(ClusterLayout of, NotOwner notOwner, ReadOnly readOnly) {
        return new ClusterLayout(
                of.epoch(),
                of.mode(),
                of.members(),
                of.factor(),
                of.rules(),
                of.defaultOwner(),
                notOwner,
                readOnly);
    }

    @Override
    public void close() {
        nodes.reversed().forEach(Node::close);
    }
}
