package dev.varve.tools.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// How often something is tried, and how long it waits in between: twice as long each time, and at
/// random, so that many clients do not come back at once.
///
/// @param tries at least one
/// @param answer how long to wait for the beginning of an answer, and for more of one
/// @param longest wait; who is told to wait longer gives up
public record Patience(int tries, Duration answer, Duration first, Duration longest) {
    public static final Patience USUAL =
            new Patience(5, Duration.ofSeconds(60), Duration.ofMillis(250), Duration.ofSeconds(30));

    public Patience {
        if (tries < 1 || answer.isNegative() || answer.isZero()) {
            throw new IllegalArgumentException("tries and time must be positive");
        }
    }

    public Patience answering(Duration within) {
        return new Patience(tries, within, first, longest);
    }

    /// For the wait after so many tries; empty to give up.
    ///
    /// @param asked by the server
    Optional<Duration> after(int tried, Optional<Duration> asked) {
        if (tried >= tries || asked.filter(wait -> wait.compareTo(longest) > 0).isPresent()) {
            return Optional.empty();
        }
        if (asked.isPresent()) {
            return asked;
        }
        long most = Math.min(first.toMillis() << Math.min(tried - 1, 20), longest.toMillis());
        return Optional.of(
                Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1)));
    }

    /// @throws Unreachable when interrupted
    static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted", e);
        }
    }
}
