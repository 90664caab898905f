package dev.varve.tools.crash;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A node of a cluster in a process of its own, with a clock of its own. Other nodes reach it through
/// its proxy only, clients past it.
final class ClusterNode implements AutoCloseable {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(2);
    private static final String TOKEN = "VARVE_CLUSTER_BOOTSTRAP_TOKEN";

    private final String name;
    private final Path directory;
    private final AccessKey key;
    private final FaultyProxy proxy;
    private volatile @Nullable ServerProcess process;
    private volatile Optional<Endpoint> endpoint = Optional.empty();
    private volatile boolean frozen;
    private String token = "";
    private Optional<String> member = Optional.empty();

    /// @param key of the user that all nodes know
    ClusterNode(
            String name,
            Path directory,
            AccessKey key,
            Function<Socket, Optional<String>> callers) {
        this.name = name;
        this.directory = directory;
        this.key = key;
        this.proxy = new FaultyProxy(callers);
    }

    String name() {
        return name;
    }

    FaultyProxy proxy() {
        return proxy;
    }

    Path data() {
        return directory.resolve(name);
    }

    private Path clock() {
        return directory.resolve(name + ".clock");
    }

    private String url() {
        return "http://127.0.0.1:" + proxy.port();
    }

    /// As the first of a cluster, or anew: lets one node in who shows the token.
    void lettingIn(String changed) {
        token = changed;
    }

    void joining(ClusterNode other) {
        token = other.token;
        member = Optional.of(other.url());
    }

    /// Puts its clock so far off. At once, and for whatever process comes next.
    void turnClock(long millis) {
        Path next = directory.resolve(name + ".clock.next");
        try {
            Files.writeString(next, Long.toString(millis));
            Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it, and waits until it listens.
    synchronized void start() {
        ServerProcess.Order order =
                ServerProcess.Order.of(data(), directory.resolve(name + ".log"))
                        .flags("--clock-offset", clock().toString())
                        .and(
                                "cluster.name=" + name,
                                "cluster.advertise=" + url(),
                                "cluster.relay-after=1s",
                                "webhooks.private-ranges=127.0.0.0/8",
                                "limits.part-bytes=1",
                                "space.min-free-bytes=32MiB",
                                "space.reserve-bytes=1MiB",
                                "history.min-free=0",
                                "history.every=1s")
                        .jvm(Victim.SMALL_JVM.toArray(String[]::new))
                        .sharing(key, TOKEN, token);
        ServerProcess started =
                ServerProcess.start(
                        member.map(other -> order.and("cluster.join=" + other)).orElse(order));
        process = started;
        Endpoint listening = started.awaitListening(OPENS_WITHIN);
        proxy.leadTo(listening.address().getPort());
        endpoint = Optional.of(listening);
    }

    /// Where clients reach it; empty while it is down.
    Optional<Endpoint> endpoint() {
        return endpoint;
    }

    Endpoint required() {
        return endpoint.orElseThrow(() -> new IllegalStateException(name + " is down"));
    }

    boolean isWell() {
        return endpoint.isPresent() && !frozen;
    }

    boolean opened(String socketInode) {
        ServerProcess running = process;
        return running != null && Callers.opened(running.pid(), socketInode);
    }

    /// With signal 9.
    synchronized void kill() {
        endpoint = Optional.empty();
        frozen = false;
        ServerProcess running = process;
        if (running != null) {
            running.kill();
            process = null;
        }
    }

    /// Stops it in its own time.
    synchronized void stop() {
        endpoint = Optional.empty();
        ServerProcess running = process;
        if (running != null) {
            running.close();
            process = null;
        }
    }

    /// It keeps its connections and does nothing.
    void freeze() {
        frozen = true;
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
        frozen = false;
    }

    private void signal(String which) {
        ServerProcess running = process;
        if (running != null) {
            running.signal(which);
        }
    }

    @Override
    public void close() {
        kill();
        proxy.close();
    }
}
