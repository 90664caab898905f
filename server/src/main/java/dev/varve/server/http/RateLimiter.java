package dev.varve.server.http;

import java.util.Optional;

/// How often something may happen, for each key on its own: an address, an access key.
@FunctionalInterface
public interface RateLimiter {
    RateLimiter UNLIMITED = _ -> true;

    /// Takes one if there is one; never waits.
    boolean tryAcquire(String key);

    /// What a key has left; empty where there is no limit to tell.
    default Optional<Allowance> allowance(String key) {
        return Optional.empty();
    }

    /// Times are in whole seconds.
    ///
    /// @param quota the most that can be had at once
    /// @param window in which all of it comes back
    /// @param remaining that can be had now
    /// @param reset until all of it is there again
    /// @param next until one can be had
    record Allowance(long quota, long window, long remaining, long reset, long next) {}

    /// Takes one, and notes what is left for the answer to tell.
    ///
    /// @param policy what the limit is called there
    /// @throws Failed `SlowDown` when there is none
    default void require(String policy, String key, RequestNote note) {
        boolean taken = tryAcquire(key);
        Optional<Allowance> left = allowance(key);
        left.ifPresent(allowance -> note.limit(policy, allowance));
        if (!taken) {
            throw slowDown(left.map(Allowance::next).orElse(1L));
        }
    }

    static Failed slowDown(long seconds) {
        return new Failed(ErrorCode.SLOW_DOWN, "Please reduce your request rate.")
                .header("retry-after", Long.toString(Math.max(1, seconds)));
    }
}
