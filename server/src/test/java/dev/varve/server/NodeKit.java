package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Nodes of a cluster in this process, each on a port of its own.
public final class NodeKit implements AutoCloseable {
    private static final String KEY = "VARVECLUSTERTESTS1";
    private static final String SECRET = "kR8s/3+t0L2aV9mQ4xZ7cW1yB6nD5eFgHjUiOpTs";
    private final Path directory;
    private final Map<String, Running> running = new HashMap<>();
    private final Map<String, String> extra = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();

    /// More settings, for nodes that are started from now on.
    public NodeKit with(String setting, String value) {
        extra.put(setting, value);
        return this;
    }

    /// The same by the environment, for secrets.
    public NodeKit withSecret(String variable, String value) {
        secrets.put(variable, value);
        return this;
    }

    public NodeKit(Path directory) {
        this.directory = directory;
    }

    /// Starts a node that lets others join with its own name as the token.
    public void start(String name) throws IOException {
        start(name, Optional.empty());
    }

    /// The same of one that joins the cluster of another.
    public void join(String name, String member) throws IOException {
        start(name, Optional.of(member));
    }

    private void start(String name, Optional<String> member) throws IOException {
        int port = ports.containsKey(name) ? ports.get(name) : freePort();
        ports.put(name, port);
        running.put(name, Main.start(config(name, port, member)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private ServerConfig config(String name, int port, Optional<String> member) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("data", directory.resolve(name).toString());
        settings.put("listen", "127.0.0.1:" + port);
        settings.put("access-log.target", directory.resolve(name + ".log").toString());
        settings.put("space.reserve-bytes", "0");
        settings.put("space.min-free-bytes", "0");
        settings.put("cluster.name", name);
        settings.put("cluster.advertise", url(name));
        settings.put("cluster.relay-after", "1s");
        member.ifPresent(other -> settings.put("cluster.join", url(other)));
        settings.putAll(extra);
        List<Inputs.Flag> flags = new ArrayList<>();
        settings.forEach((key, text) -> flags.add(new Inputs.Flag("--set", key, text)));
        Map<String, String> environment = new TreeMap<>();
        environment.put("AWS_ACCESS_KEY_ID", KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        environment.put(
                "VARVE_CLUSTER_BOOTSTRAP_TOKEN", "bootstrap-token-of-" + member.orElse(name));
        environment.putAll(secrets);
        return Configuration.load(new Inputs(flags, environment, Optional.empty())).server();
    }

    public String url(String name) {
        return "http://127.0.0.1:" + ports.get(name);
    }

    public void stop(String name) {
        Running node = running.remove(name);
        if (node != null) {
            node.close();
        }
    }

    /// As the user that all nodes know; gives what was answered.
    public String curl(String name, String path, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS"));
        command.addAll(List.of("--aws-sigv4", "aws:amz:us-east-1:s3"));
        command.addAll(List.of("-H", "x-amz-content-sha256: UNSIGNED-PAYLOAD"));
        command.addAll(List.of("-u", KEY + ":" + SECRET, url(name) + path));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "curl", "");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String answer = Files.readString(output);
        Files.delete(output);
        return answer;
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
