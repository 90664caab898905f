package dev.varve.server.feed;

import java.time.Duration;

/// @param followers streams and waiting requests at a time, of all users together
/// @param perUser of one user
/// @param cursors that readers may have kept here, of all users together
/// @param heartbeat how often a stream that has nothing to tell says so
public record FeedSettings(int followers, int perUser, int cursors, Duration heartbeat) {
    public static final FeedSettings DEFAULT =
            new FeedSettings(100, 20, 100, Duration.ofSeconds(10));
}
