package dev.varve.tools.cli;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients of a cluster that ask another member when one does not answer, a few times, as those of
/// people do. Each writes keys of its own, and reads one that was there before.
final class RetryingLoad implements AutoCloseable {
    static final int TRIES = 5;
    private static final int CLIENTS = 3;
    private static final int UNAVAILABLE = 503;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(1);

    private final List<ClusterMember> members;
    private final String bucket;
    private final String seeded;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger mostTries = new AtomicInteger();
    private volatile boolean ending;

    /// @param seeded a key that all members have, with itself as content
    RetryingLoad(List<ClusterMember> members, String bucket, String seeded) {
        this.members = List.copyOf(members);
        this.bucket = bucket;
        this.seeded = seeded;
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            threads.add(
                    Thread.ofPlatform().name("load-" + i).daemon(true).start(() -> run(number)));
        }
    }

    private void run(int number) {
        try {
            for (int i = 0; !ending; i++) {
                String key = "load-" + number + "-" + i;
                byte[] content = key.getBytes(StandardCharsets.UTF_8);
                if (answered(S3Request.object("PUT", bucket, key).body(content), number + i)
                        .isPresent()) {
                    acknowledged.put(key, key);
                }
                answered(S3Request.object("GET", bucket, seeded), number + i + 1)
                        .filter(answer -> !answer.text().equals(seeded))
                        .ifPresent(answer -> failed.add("read " + answer));
                Thread.sleep(25);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Empty when it never was; that is noted.
    private Optional<S3Answer> answered(S3Request request, int first) throws InterruptedException {
        requests.incrementAndGet();
        String last = "";
        for (int tries = 1; tries <= TRIES; tries++) {
            ClusterMember member = members.get((first + tries) % members.size());
            mostTries.accumulateAndGet(tries, Math::max);
            try {
                S3Answer answer = ask(member, request);
                if (answer.isSuccess()) {
                    return Optional.of(answer);
                }
                last = member.name() + " answered " + answer;
                if (answer.status() != UNAVAILABLE) {
                    break;
                }
            } catch (IOException e) {
                last = member.name() + ": " + e;
            }
            retried.incrementAndGet();
            Thread.sleep(PAUSE);
        }
        failed.add(request.method() + " " + request.path() + ": " + last);
        return Optional.empty();
    }

    private static S3Answer ask(ClusterMember member, S3Request request) throws IOException {
        Endpoint endpoint =
                member.endpoint().orElseThrow(() -> new IOException("it does not listen"));
        try (S3Client client = new S3Client(endpoint, ANSWERS_WITHIN)) {
            return client.call(request);
        }
    }

    /// Requests that no try of theirs answered, and answers that were wrong.
    List<String> failed() {
        return failed;
    }

    /// What was written, by key.
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    int mostTries() {
        return mostTries.get();
    }

    @Override
    public String toString() {
        return "%d requests, %d retried, at most %d tries"
                .formatted(requests.get(), retried.get(), mostTries.get());
    }

    /// Waits for the answers to what is under way.
    @Override
    public void close() {
        ending = true;
        try {
            for (Thread thread : threads) {
                if (!thread.join(ENDS_WITHIN)) {
                    throw new IllegalStateException(thread.getName() + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
