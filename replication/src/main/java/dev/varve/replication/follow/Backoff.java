package dev.varve.replication.follow;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// How long to wait after so many failures in a row: twice as long each time, up to a limit, and up
/// to a quarter less by chance, so that followers do not come back all at once.
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;
    private static final double CHANCE = 0.25;

    private final RandomGenerator random;
    private int tries;
    private Instant until = Instant.MIN;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    int tries() {
        return tries;
    }

    Instant until() {
        return until;
    }

    void failed(Instant now, Duration first, Duration longest) {
        int doublings = Math.min(tries, MOST_DOUBLINGS);
        double wait =
                Math.min((double) longest.toNanos(), (double) first.toNanos() * (1L << doublings));
        tries++;
        until = now.plusNanos((long) (wait * (1 - CHANCE * random.nextDouble())));
    }

    /// Waits without counting it as a failure.
    void rest(Instant atMost) {
        until = atMost;
    }

    void succeeded() {
        tries = 0;
        until = Instant.MIN;
    }
}
