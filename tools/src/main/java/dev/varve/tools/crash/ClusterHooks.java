package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.crash.Violation.Promise;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Holds what a receiver of webhooks was told against what was put: each event once, whichever node it was
/// made on.
final class ClusterHooks {
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(45);

    private final HookReceiver receiver;
    private final Consumer<Violation> violations;

    ClusterHooks(HookReceiver receiver, Consumer<Violation> violations) {
        this.receiver = receiver;
        this.violations = violations;
    }

    /// One that hears of everything, as far as this client's node is asked.
    void create(S3Client client) throws IOException {
        String hook =
                ("{\"name\":\"told\",\"url\":\"http://127.0.0.1:%d/hook\","
                                + "\"concurrency\":8,\"timeout_millis\":1000}")
                        .formatted(receiver.port());
        S3Request create =
                S3Request.of("POST", "/v1/webhooks")
                        .header("content-type", "application/json")
                        .body(ClusterAsk.bytes(hook));
        JsonNode made = ClusterAsk.json(client.require(create));
        receiver.expects(made.path("secret").asText());
    }

    /// Waits as long as more comes of what is missing.
    void compare(List<Did> puts) throws InterruptedException {
        List<Did> missing = missing(puts);
        long end = System.nanoTime() + TOLD_WITHIN.toNanos();
        for (int least = missing.size(); !missing.isEmpty(); missing = missing(missing)) {
            if (missing.size() < least) {
                least = missing.size();
                end = System.nanoTime() + TOLD_WITHIN.toNanos();
            }
            if (System.nanoTime() - end > 0) {
                break;
            }
            Thread.sleep(200);
        }
        missing.forEach(put -> report("no webhook told of " + put));
        puts.stream()
                .map(Did::thing)
                .filter(thing -> !thing.bucket().equals(ClusterNames.BACK))
                .map(Did.Thing::key)
                .distinct()
                .forEach(this::requireOnce);
        receiver.wrong().stream()
                .filter(wrong -> !wrong.startsWith(HookReceiver.OUT_OF_ORDER))
                .forEach(this::report);
    }

    private void report(String what) {
        violations.accept(new Violation(Promise.TOLD_ONCE, what));
    }

    private List<Did> missing(List<Did> puts) {
        Map<String, Set<String>> told = new HashMap<>();
        List<Did> missing = new ArrayList<>();
        for (Did put : puts) {
            Set<String> etags =
                    told.computeIfAbsent(
                            put.thing().key(), key -> new HashSet<>(receiver.told(key)));
            if (!etags.contains(put.etag())) {
                missing.add(put);
            }
        }
        return missing;
    }

    /// What makes no object has no ETag. What is restored is told of again.
    private void requireOnce(String key) {
        Set<String> once = new HashSet<>();
        receiver.told(key).stream()
                .filter(etag -> !etag.isEmpty() && !once.add(etag))
                .forEach(etag -> report(key + ": two events told of " + etag));
    }
}
