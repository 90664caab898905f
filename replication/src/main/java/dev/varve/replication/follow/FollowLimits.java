package dev.varve.replication.follow;

import java.time.Duration;

/// How patient a follower is.
///
/// @param firstRetry after the first failure; doubled with each further one
/// @param lastRetry the longest wait after failures
/// @param refusedRetry the first wait after something that was not believed; doubled likewise
/// @param lastRefusedRetry the longest of those
/// @param relayAfter how long it waits for another origin's own stream before it asks this peer
/// @param look how often it looks whether what it waits for has come
public record FollowLimits(
        Duration firstRetry,
        Duration lastRetry,
        Duration refusedRetry,
        Duration lastRefusedRetry,
        Duration relayAfter,
        Duration look) {
    public static final FollowLimits DEFAULT =
            new FollowLimits(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(3),
                    Duration.ofMillis(200));
}
