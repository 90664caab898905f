package dev.varve.server.http.helidon;

import dev.varve.server.http.HttpConfig.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every connection again and again, and ends those that nobody should wait for.
final class Sweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

    private final Connections connections;
    private final long every;
    private final Thread thread;
    private volatile boolean closed;

    /// Looks eight times within the shortest of all limits.
    Sweeper(Connections connections, Timeouts timeouts) {
        this.connections = connections;
        long shortest =
                Stream.of(
                                timeouts.head(),
                                timeouts.idle(),
                                timeouts.stall(),
                                timeouts.send(),
                                timeouts.linger())
                        .mapToLong(Duration::toNanos)
                        .min()
                        .orElse(LONGEST);
        this.every = Math.clamp(shortest / 8, SHORTEST, LONGEST);
        this.thread = Thread.ofPlatform().name("varve-http-sweep").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(every);
            try {
                connections.check(System.nanoTime());
            } catch (RuntimeException e) { // Of one connection; the others still need watching.
                log.error("Watching connections failed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
