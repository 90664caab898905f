package dev.varve.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.ProcessUse;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a cluster, as `tools/varve serve` starts one.
final class BenchNode implements AutoCloseable {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(2);
    private static final String HEAP = "-Xmx320m";
    private static final String TOKEN = "VARVE_CLUSTER_BOOTSTRAP_TOKEN";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final ServerProcess.Order order;
    private final String url;
    private @Nullable ServerProcess process;

    private BenchNode(Path directory, ServerProcess.Order order, String url) {
        this.directory = directory;
        this.order = order;
        this.url = url;
    }

    /// What both nodes of one measurement know.
    record Shared(Path directory, AccessKey key, String token, List<String> flags) {
        static Shared in(Path directory, Choice choice) {
            List<String> flags = new ArrayList<>(List.of(HEAP));
            flags.addAll(List.of(Servers.flags(choice)));
            AccessKey key = AccessKey.random();
            return new Shared(directory, key, key.secret(), List.copyOf(flags));
        }
    }

    /// One that is on its own until another one joins.
    static BenchNode first(Shared shared, String name) {
        return node(shared, name, "cluster.ack=local");
    }

    /// One that joins another when it starts.
    static BenchNode joining(Shared shared, String name, BenchNode other) {
        return node(shared, name, "cluster.join=" + other.url);
    }

    private static BenchNode node(Shared shared, String name, String setting) {
        int port = freePort();
        String url = "http://127.0.0.1:" + port;
        Path directory = shared.directory().resolve(name);
        ServerProcess.Order order =
                ServerProcess.Order.of(directory, shared.directory().resolve(name + ".log"))
                        .and("cluster.name=" + name, "cluster.advertise=" + url, setting)
                        .jvm(shared.flags().toArray(String[]::new))
                        .on(port)
                        .sharing(shared.key(), TOKEN, shared.token());
        return new BenchNode(directory, order, url);
    }

    private static int freePort() {
        try {
            return Nginx.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it, and waits until it listens.
    BenchNode start() {
        process = ServerProcess.start(order);
        process.awaitListening(OPENS_WITHIN);
        return this;
    }

    Path directory() {
        return directory;
    }

    private ServerProcess running() {
        if (process == null) {
            throw new IllegalStateException("the node does not run");
        }
        return process;
    }

    Endpoint endpoint() {
        return running().awaitListening(OPENS_WITHIN);
    }

    ProcessUse use() {
        return running().use();
    }

    /// How the other one is followed; nothing where there is none yet.
    JsonNode followed() throws IOException {
        for (JsonNode peer : ask("/v1/cluster").path("peers")) {
            if (peer.path("direction").asText().equals("from")) {
                return peer;
            }
        }
        return JSON.missingNode();
    }

    /// Whether all events of the other are here, with the bytes that they name.
    ///
    /// @param peer how it is followed
    boolean isLevel(JsonNode peer) throws IOException {
        return peer.path("state").asText().equals("level")
                && ask("/v1/consumers/peer-bytes").path("lag").asLong(-1) == 0
                && ask("/v1/consumers/peer-bytes-absent").path("figures").path("absent").asLong()
                        == 0;
    }

    private JsonNode ask(String path) throws IOException {
        try (S3Client client = new S3Client(endpoint())) {
            return JSON.readTree(client.require(S3Request.of("GET", path)).body());
        }
    }

    void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
