package dev.varve.server.http;

/// How often something may happen, for each key on its own: an address, an access key.
@FunctionalInterface
public interface RateLimiter {
    RateLimiter UNLIMITED = _ -> true;

    /// Takes one if there is one; never waits.
    boolean tryAcquire(String key);
}
