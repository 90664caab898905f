package dev.varve.tools.bench;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Answer;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Connection;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.Signer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Puts at a steady pace into one node, each at its time whatever became of others; and of some of them,
/// how long after its answer the other node shows the very bytes.
final class ReplicaLag {
    static final int PER_SECOND = 2_000;
    private static final int CONNECTIONS = 16;

    /// One of so many puts is looked for.
    private static final int LOOKED_FOR = 40;

    private static final int BYTES = 4 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Endpoint first;
    private final Endpoint second;
    private final Filling puts;
    private final Watch watch;
    private final AtomicInteger next = new AtomicInteger();
    private final Queue<S3Client> idle = new ConcurrentLinkedQueue<>();
    private final Queue<Future<Long>> looks = new ConcurrentLinkedQueue<>();

    ReplicaLag(Endpoint first, Endpoint second, String prefix, int seconds, Watch watch) {
        this.first = first;
        this.second = second;
        this.puts = new Filling(prefix, seconds * PER_SECOND, BYTES);
        this.watch = watch;
    }

    /// @param lags from the answer to a put until it was seen
    record Found(Reading puts, Reading lags) {}

    Found run() throws IOException {
        long[] nanos = new long[puts.count()];
        List<Future<Boolean>> callers = new ArrayList<>();
        long begun = System.nanoTime();
        try (ExecutorService lookers = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                callers.add(threads.submit(() -> put(begun, nanos, lookers)));
            }
            for (Future<Boolean> caller : callers) {
                caller.get();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            long[] lags = new long[looks.size()];
            int at = 0;
            for (Future<Long> look : looks) {
                lags[at++] = look.get();
            }
            return new Found(reading(nanos, took), reading(lags, took));
        } catch (ExecutionException e) {
            throw new IOException("the pace cannot be kept: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            idle.forEach(S3Client::close);
        }
    }

    private static Reading reading(long[] nanos, Duration took) {
        return new Reading(List.of(nanos), (long) nanos.length * BYTES, took, Duration.ZERO);
    }

    private boolean put(long begun, long[] nanos, ExecutorService lookers)
            throws IOException, InterruptedException {
        Signer signer = first.signer();
        try (S3Connection connection = S3Connection.open(first.address(), PATIENCE)) {
            for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                S3Request request =
                        S3Request.object("PUT", Filling.BUCKET, puts.key(i)).body(puts.content(i));
                long wait = begun + i * (1_000_000_000L / PER_SECOND) - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
                long from = System.nanoTime();
                Step.exchange(connection, signer.sign(request, first.host(), Payload.UNSIGNED));
                long answered = System.nanoTime();
                nanos[i] = answered - from;
                if (i % LOOKED_FOR == 0) {
                    int number = i;
                    looks.add(lookers.submit(() -> look(number, answered)));
                    watch.at("put at a pace", i, nanos.length);
                }
            }
        }
        return true;
    }

    /// How long after its answer the put is seen.
    private long look(int number, long answered) throws IOException, InterruptedException {
        S3Client kept = idle.poll();
        S3Client client = kept == null ? new S3Client(second, PATIENCE) : kept;
        try {
            S3Request get = S3Request.object("GET", Filling.BUCKET, puts.key(number));
            S3Answer answer = client.call(get);
            while (System.nanoTime() - answered < PATIENCE.toNanos()) {
                if (answer.isSuccess()) {
                    long seen = System.nanoTime();
                    requireSame(answer, number);
                    return seen - answered;
                }
                Thread.sleep(1);
                answer = client.call(get);
            }
            String cluster = client.require(S3Request.of("GET", "/v1/cluster")).text();
            throw new IOException(
                    "%s does not come: %d %s; %s"
                            .formatted(puts.key(number), answer.status(), answer.text(), cluster));
        } finally {
            idle.add(client);
        }
    }

    private void requireSame(S3Answer answer, int number) throws IOException {
        if (!Arrays.equals(answer.body(), puts.content(number))) {
            throw new IOException("other bytes of " + puts.key(number));
        }
    }
}
