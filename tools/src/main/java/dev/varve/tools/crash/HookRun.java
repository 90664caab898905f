package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.ServerProcess;
import dev.varve.tools.s3.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Kills a server again and again while it takes puts and delivers webhooks to a receiver that
/// misbehaves, beside one that is dead. Then all that is stored must have arrived, and nothing else, signed and in the order of
/// each key: what was acknowledged, and of what was not answered either nothing or all.
public final class HookRun {
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration ARRIVES_WITHIN = Duration.ofMinutes(2);
    private static final String BUCKET = "hooks";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final Path log;
    private final SplittableRandom random;
    private Map<String, PutOrder> orders = Map.of();
    private final List<String> broken = new ArrayList<>();
    private final long seed;
    private int kills;
    private int bounces;
    private long requests;
    private long failures;
    private Duration took = Duration.ZERO;

    /// @param work emptied by the caller
    public HookRun(Path work, long seed) {
        this.data = work.resolve("data");
        this.log = work.resolve("server.log");
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /// @param done hears of each kill
    public void run(int wanted, IntConsumer done) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        try (HookReceiver receiver = new HookReceiver(seed)) {
            @Nullable ServerProcess server = start();
            Endpoint endpoint = server.awaitListening(OPENS_WITHIN);
            receiver.expects(prepare(endpoint, receiver.port()));
            HookLoad load = new HookLoad(BUCKET, random.split());
            try (load) {
                load.to(endpoint);
                while (kills < wanted) {
                    pass(random.nextInt(200, 2500), receiver);
                    server.kill();
                    load.to(null);
                    kills++;
                    done.accept(kills);
                    server = start();
                    endpoint = server.awaitListening(OPENS_WITHIN);
                    load.to(endpoint);
                }
                pass(500, receiver);
            }
            settle(endpoint, load, receiver);
            server.kill();
            requests = receiver.requests();
            failures = receiver.failures();
        }
        took = Duration.between(begun, Instant.now());
    }

    private ServerProcess start() {
        return ServerProcess.start(
                ServerProcess.Order.of(data, log)
                        .and(
                                "webhooks.private-ranges=127.0.0.0/8",
                                "space.min-free-bytes=32MiB",
                                "history.min-free=0")
                        .jvm(Victim.SMALL_JVM.toArray(String[]::new)));
    }

    /// Answers the secret of the webhook that is looked at.
    private String prepare(Endpoint endpoint, int port) throws IOException {
        try (S3Client client = new S3Client(endpoint, ANSWERS_WITHIN)) {
            client.require(S3Request.bucket("PUT", BUCKET));
            client.require(
                    S3Request.bucket("PUT", BUCKET)
                            .query("versioning")
                            .body(
                                    bytes(
                                            "<VersioningConfiguration><Status>Enabled</Status>"
                                                    + "</VersioningConfiguration>")));
            create(client, "dead", "http://127.0.0.1:9/");
            return create(client, "live", "http://127.0.0.1:" + port + "/hook");
        }
    }

    private static String create(S3Client client, String name, String url) throws IOException {
        String body =
                "{\"name\":\"%s\",\"url\":\"%s\",\"concurrency\":8,\"timeout_millis\":1000}"
                        .formatted(name, url);
        S3Answer made =
                client.require(
                        S3Request.of("POST", "/v1/webhooks")
                                .header("content-type", "application/json")
                                .body(bytes(body)));
        JsonNode answer = JSON.readTree(made.body());
        return answer.path("secret").asText();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void pass(int millis, HookReceiver receiver) throws IOException, InterruptedException {
        if (random.nextInt(3) == 0) {
            receiver.bounce();
            bounces++;
        }
        Thread.sleep(millis);
    }

    /// Waits until everything that is stored arrived, as long as more of it arrives.
    private void settle(Endpoint endpoint, HookLoad load, HookReceiver receiver)
            throws IOException, InterruptedException {
        orders = load.orders();
        Map<String, List<String>> stored = stored(endpoint);
        Instant end = Instant.now().plus(ARRIVES_WITHIN);
        long least = Long.MAX_VALUE;
        for (long left = missing(stored, receiver);
                left > 0 && Instant.now().isBefore(end);
                left = missing(stored, receiver)) {
            if (left < least) {
                least = left;
                end = Instant.now().plus(ARRIVES_WITHIN);
            }
            Thread.sleep(100);
        }
        stored.forEach((key, etags) -> compare(key, etags, receiver.told(key)));
        broken.addAll(receiver.wrong());
        broken.addAll(load.wrong());
    }

    private static long missing(Map<String, List<String>> stored, HookReceiver receiver) {
        return stored.entrySet().stream()
                .mapToLong(entry -> entry.getValue().size() - receiver.told(entry.getKey()).size())
                .map(missing -> Math.max(0, missing))
                .sum();
    }

    private void compare(String key, List<String> stored, List<String> told) {
        if (!told.equals(stored)) {
            broken.add(
                    "%s: %d are stored and %d were told of, or in another order"
                            .formatted(key, stored.size(), told.size()));
        }
        orders.getOrDefault(key, new PutOrder())
                .wrong(told)
                .forEach(wrong -> broken.add(key + ": " + wrong));
    }

    /// ETags of all versions of each key, the oldest first.
    private Map<String, List<String>> stored(Endpoint endpoint) throws IOException {
        Map<String, List<String>> all = new TreeMap<>();
        orders.keySet().forEach(key -> all.put(key, new ArrayList<>()));
        try (S3Client client = new S3Client(endpoint, ANSWERS_WITHIN)) {
            XmlElement page = client.require(versions()).xml();
            add(page, all);
            while (page.text("IsTruncated").equals("true")) {
                S3Request next =
                        versions()
                                .query("key-marker", page.text("NextKeyMarker"))
                                .query("version-id-marker", page.text("NextVersionIdMarker"));
                page = client.require(next).xml();
                add(page, all);
            }
        }
        return all;
    }

    private static S3Request versions() {
        return S3Request.bucket("GET", BUCKET).query("versions");
    }

    private static void add(XmlElement page, Map<String, List<String>> into) {
        for (XmlElement version : page.all("Version")) {
            into.computeIfAbsent(version.text("Key"), _ -> new ArrayList<>())
                    .addFirst(version.text("ETag").replace("\"", ""));
        }
    }

    /// Nothing was broken, and there was something to break.
    public boolean passed() {
        return broken.isEmpty() && kills > 0 && acknowledged() > 0 && failures > 0;
    }

    private long acknowledged() {
        return orders.values().stream().mapToLong(PutOrder::acknowledged).sum();
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d, took %d s".formatted(seed, took.toSeconds()));
        lines.add("kills %d, restarts of the receiver %d".formatted(kills, bounces));
        lines.add(
                "puts acknowledged %d, not answered %d"
                        .formatted(
                                acknowledged(),
                                orders.values().stream().mapToLong(PutOrder::unknown).sum()));
        lines.add("requests %d, of which failed %d".formatted(requests, failures));
        lines.add("violations " + broken.size());
        broken.stream().limit(20).forEach(lines::add);
        return lines;
    }
}
