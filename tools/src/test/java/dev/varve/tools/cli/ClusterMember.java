package dev.varve.tools.cli;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A node of a cluster in a process of its own, always on the same port, with its directory below that
/// of the test.
final class ClusterMember implements AutoCloseable {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(2);
    private static final String[] SMALL = {
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"
    };
    private static final AccessKey KEY =
            new AccessKey("VARVEMEMBERTESTS1", "kR8s/3+t0L2aV9mQ4xZ7cW1yB6nD5eFgHjUiOpTs");

    private final String name;
    private final Path work;
    private final int port;
    private volatile @Nullable ServerProcess process;
    private String[] release = {};

    ClusterMember(String name, Path work) throws IOException {
        this.name = name;
        this.work = work;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    /// The build that is started from now on: what it says it reads.
    ClusterMember reading(int level) {
        release = new String[] {"-Dvarve.format.level=" + level};
        return this;
    }

    String name() {
        return name;
    }

    Path data() {
        return work.resolve(name);
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    /// As the first of its cluster, or as a member of it.
    void start(String... settings) {
        start(this, settings);
    }

    void join(ClusterMember other) {
        join(other, other);
    }

    /// @param first whose token all show: each member lets one more in with it
    void join(ClusterMember first, ClusterMember other) {
        start(first, "cluster.join=" + other.url());
    }

    private void start(ClusterMember first, String... settings) {
        ServerProcess.Order order =
                ServerProcess.Order.of(data(), work.resolve(name + ".log"))
                        .on(port)
                        .and(
                                "cluster.name=" + name,
                                "cluster.advertise=" + url(),
                                "cluster.relay-after=1s",
                                "space.min-free-bytes=0",
                                "space.reserve-bytes=0")
                        .and(settings)
                        .jvm(
                                Stream.concat(Stream.of(SMALL), Stream.of(release))
                                        .toArray(String[]::new))
                        .sharing(
                                KEY,
                                "VARVE_CLUSTER_BOOTSTRAP_TOKEN",
                                "bootstrap-token-of-" + first.name);
        ServerProcess started = ServerProcess.start(order);
        process = started;
        started.awaitListening(OPENS_WITHIN);
    }

    /// With signal 9.
    void kill() {
        end(ServerProcess::kill);
    }

    /// With SIGTERM, as service managers do; waits until it ended.
    void stop() {
        end(ServerProcess::close);
    }

    private void end(Consumer<ServerProcess> how) {
        ServerProcess running = process;
        if (running != null) {
            process = null;
            how.accept(running);
        }
    }

    String log() throws IOException {
        return Files.readString(work.resolve(name + ".log"));
    }

    /// Where it listens, if it does.
    Optional<Endpoint> endpoint() {
        return Optional.ofNullable(process).flatMap(ServerProcess::listening);
    }

    /// Who has told the environment of this server.
    ClientShell shell() {
        return new ClientShell(
                Map.of(
                        "HOME", work.toString(),
                        "VARVE_SERVER", url(),
                        "VARVE_ACCESS_KEY", KEY.id(),
                        "VARVE_SECRET_KEY", KEY.secret()));
    }

    S3Answer ask(S3Request request) throws IOException {
        try (S3Client client = new S3Client(endpoint().orElseThrow())) {
            return client.require(request);
        }
    }

    void put(String bucket, String key, String text) throws IOException {
        ask(S3Request.object("PUT", bucket, key).body(text.getBytes(StandardCharsets.UTF_8)));
    }

    String get(String bucket, String key) throws IOException {
        return ask(S3Request.object("GET", bucket, key)).text();
    }

    @Override
    public void close() {
        kill();
    }
}
