package dev.varve.tools.bench;

import dev.varve.tools.s3.S3Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Lets many connections take their steps at once for a while, and reads the server's CPU time
/// around it.
final class Hammer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final InetSocketAddress server;
    private final Supplier<Duration> serverCpu;

    Hammer(InetSocketAddress server, Supplier<Duration> serverCpu) {
        this.server = server;
        this.serverCpu = serverCpu;
    }

    /// A step that has begun is ended.
    Reading run(Work work, int connections, Duration during) {
        LongAdder bytes = new LongAdder();
        CountDownLatch ready = new CountDownLatch(connections);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<long[]>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                Step step = work.steps().get();
                callers.add(
                        threads.submit(() -> {
                            try (S3Connection connection = S3Connection.open(server, PATIENCE)) {
                                ready.countDown();
                                go.await();
                                return call(connection, step, during, bytes);
                            }
                        }));
            }
            ready.await();
            Duration cpu = serverCpu.get();
            long begun = System.nanoTime();
            go.countDown();
            List<long[]> nanos = new ArrayList<>();
            for (Future<long[]> caller : callers) {
                nanos.add(caller.get());
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            return new Reading(nanos, bytes.sum(), took, serverCpu.get().minus(cpu));
        } catch (ExecutionException e) {
            throw new IllegalStateException(work.id() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static long[] call(
            S3Connection connection, Step step, Duration during, LongAdder bytes) {
        long[] nanos = new long[1024];
        int count = 0;
        long end = System.nanoTime() + during.toNanos();
        try {
            for (long now = System.nanoTime(); now < end || count == 0; ) {
                bytes.add(step.run(connection));
                long after = System.nanoTime();
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = after - now;
                now = after;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(nanos, count);
    }
}
