package dev.varve.server.config;

import dev.varve.server.feed.FeedSettings;
import java.time.Duration;
import java.util.List;

/// The rows about the event feed in the table of [Settings].
final class FeedTable {
    private static final FeedSettings FEED = FeedSettings.DEFAULT;

    static final Setting<Integer> FOLLOWERS =
            Setting.of(
                    "feed.followers",
                    Type.count(1, 100_000),
                    FEED.followers(),
                    "event streams and waiting requests for events at a time, of all users together");

    static final Setting<Integer> PER_USER =
            Setting.of(
                    "feed.followers-per-user",
                    Type.count(1, 100_000),
                    FEED.perUser(),
                    "how many of them one user may have; one more is told to slow down");

    static final Setting<Integer> CURSORS =
            Setting.of(
                    "feed.cursors",
                    Type.count(0, 1000),
                    FEED.cursors(),
                    "named cursors that the server keeps for readers of events, of all users together");

    static final Setting<Duration> HEARTBEAT =
            Setting.of(
                    "feed.heartbeat",
                    Type.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    FEED.heartbeat(),
                    "how often an event stream that has nothing to tell says so");

    private FeedTable() {}

    static List<Setting<?>> all() {
        return List.of(FOLLOWERS, PER_USER, CURSORS, HEARTBEAT);
    }
}
