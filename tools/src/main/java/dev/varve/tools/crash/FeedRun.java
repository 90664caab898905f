package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Bytes;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Content;
import dev.varve.tools.client.Json;
import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.JavaCommand;
import dev.varve.tools.s3.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Kills a consumer of events, and the server, at random under load. In the end the consumer must have
/// made exactly what the journal says of every change.
public final class FeedRun {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(1);
    private static final Duration CATCHES_UP_WITHIN = Duration.ofMinutes(1);
    private static final long LONGEST_PAUSE = 700;
    private static final String END = "the end";

    private final Path work;
    private final long seed;
    private final SplittableRandom random;
    private final int port = freePort();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> figures = new ArrayList<>();
    private @Nullable ServerProcess server;
    private @Nullable Process consumer;
    private int consumerKills;
    private int serverKills;

    /// @param work is emptied first
    public FeedRun(Path work, long seed) {
        this.work = work;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    public boolean passed() {
        return wrong.isEmpty();
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>(figures);
        lines.addAll(wrong);
        return lines;
    }

    public void run(int kills, IntConsumer progress) {
        Trees.delete(work);
        Trees.create(work);
        try {
            AccessKey key = begin();
            Set<String> acknowledged;
            try (FeedLoad load = new FeedLoad(FeedChild.client(address(), key), random.split())) {
                strike(key, kills, progress);
                acknowledged = load.acknowledged();
            }
            end(key);
            finish(acknowledged);
        } finally {
            stop();
        }
    }

    /// A bucket, and a key that outlives the server's process.
    private AccessKey begin() {
        Endpoint root = serve();
        try (ApiClient client = FeedChild.client(address(), root.key())) {
            client.call(
                    ApiRequest.of("POST", "buckets")
                            .json(Json.object().put("name", FeedChild.BUCKET)));
            JsonNode made =
                    client.call(
                                    ApiRequest.of("POST", "keys")
                                            .json(Json.object().put("role", "admin")))
                            .json();
            AccessKey key = new AccessKey(made.path("id").asText(), made.path("secret").asText());
            consume(key);
            return key;
        }
    }

    private Endpoint serve() {
        ServerProcess started =
                ServerProcess.start(
                        ServerProcess.Order.of(work.resolve("store"), work.resolve("server.log"))
                                .and(
                                        "journal.segment-bytes=1MiB",
                                        "journal.checkpoint-every=50",
                                        "space.reserve-bytes=1MiB",
                                        "space.min-free-bytes=32MiB")
                                .jvm(Victim.SMALL_JVM.toArray(String[]::new))
                                .on(port));
        server = started;
        return started.awaitListening(OPENS_WITHIN);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Path file() {
        return work.resolve("effect");
    }

    private void consume(AccessKey key) {
        List<String> command =
                JavaCommand.of(
                        Victim.SMALL_JVM,
                        FeedChild.class.getName(),
                        List.of(address().toString(), key.id(), file().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        work.resolve("consumer.log").toFile()));
        builder.environment().put(FeedChild.SECRET, key.secret());
        try {
            Process started = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            consumer = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void strike(AccessKey key, int kills, IntConsumer progress) {
        for (int i = 0; i < kills; i++) {
            pause();
            if (consumer != null && !consumer.isAlive()) {
                wrong.add("the consumer ended by itself; see consumer.log");
                return;
            }
            boolean both = random.nextInt(6) == 0;
            if (both || i % 3 != 2) {
                killConsumer();
                consumerKills++;
            }
            if (both || i % 3 == 2) {
                killServer();
                serverKills++;
                serve();
            }
            if (consumer == null) {
                consume(key);
            }
            progress.accept(i + 1);
        }
    }

    private void pause() {
        try {
            Thread.sleep(random.nextLong(1 + LONGEST_PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killConsumer() {
        Process running = consumer;
        if (running != null) {
            running.toHandle().destroyForcibly();
            running.onExit().join();
            consumer = null;
        }
    }

    private void killServer() {
        ServerProcess running = server;
        if (running != null) {
            running.kill();
            server = null;
        }
    }

    /// Lets the consumer catch up with what is there, then looks.
    private void finish(Set<String> acknowledged) {
        FeedEffect last = settled();
        stop();
        try (Varve varve =
                Varve.open(VarveConfig.at(work.resolve("store")).space(1 << 20, 32 << 20))) {
            FeedModel model = FeedModel.of(varve.journal());
            figures.add(
                    "seed %d, kills of the consumer %d, of the server %d"
                            .formatted(seed, consumerKills, serverKills));
            figures.add(
                    "changes %d, of them in %d bulk events, puts acknowledged %d"
                            .formatted(model.effect().count(), model.bulk(), acknowledged.size()));
            if (!last.isSame(model.effect())) {
                wrong.add("the consumer has " + last + ", the journal " + model.effect());
            }
            Set<String> lost = new HashSet<>(acknowledged);
            lost.removeAll(model.versions());
            if (!lost.isEmpty()) {
                wrong.add(lost.size() + " acknowledged puts are not in the journal");
            }
            requireSomething(model);
        }
    }

    /// A run that tried nothing shows nothing.
    private void requireSomething(FeedModel model) {
        if (consumerKills == 0
                || serverKills == 0
                || model.bulk() == 0
                || model.effect().count() == 0) {
            wrong.add("nothing was tried");
        }
    }

    /// One put more: who was told of it was told of all before it.
    private void end(AccessKey key) {
        try (ApiClient client = FeedChild.client(address(), key)) {
            client.call(
                    ApiRequest.of("PUT", "buckets", FeedChild.BUCKET, "objects")
                            .key(END)
                            .body(new Content.Whole(Bytes.utf8("all"))));
        }
    }

    /// The effect at the end of the load, and a moment later: nothing may follow.
    private FeedEffect settled() {
        long end = System.nanoTime() + CATCHES_UP_WITHIN.toNanos();
        try {
            while (!FeedEffect.read(file()).knows(END) && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return FeedEffect.read(file());
    }

    private void stop() {
        killConsumer();
        ServerProcess running = server;
        if (running != null) {
            running.close();
            server = null;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
