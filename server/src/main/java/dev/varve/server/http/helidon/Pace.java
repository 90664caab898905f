package dev.varve.server.http.helidon;

import dev.varve.server.http.HttpConfig.Timeouts;

/// How fast a client does its part in one direction: how long it was waited for, and what came of
/// it. Only waiting counts, so a server that is slow itself blames nobody.
///
/// Written by the one thread that waits, read by the sweeper. The plain fields are published by
/// `waiting`, which is written last when a wait begins.
final class Pace {
    private static final double NANOS = 1e9;

    private long since;
    private long waited;
    private long bytes;
    private volatile boolean waiting;

    void begin() {
        since = System.nanoTime();
        waiting = true;
    }

    void end(long moved) {
        waiting = false;
        waited += System.nanoTime() - since;
        bytes += moved;
    }

    void reset() {
        waited = 0;
        bytes = 0;
    }

    /// Whether the client was too slow with a body that it sends.
    boolean isStalled(long now, Timeouts timeouts) {
        if (!waiting) {
            return false;
        }
        long stall = timeouts.stall().toNanos();
        long current = now - since;
        long total = waited + current;
        return current > stall
                || (total > stall && bytes < timeouts.bytesPerSecond() * (total / NANOS));
    }

    /// Whether the client took nothing of an answer for too long.
    boolean isStuck(long now, Timeouts timeouts) {
        return waiting && now - since > timeouts.send().toNanos();
    }
}
