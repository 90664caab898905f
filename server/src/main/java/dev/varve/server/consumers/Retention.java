package dev.varve.server.consumers;

import java.time.Duration;

/// How far a follower may fall back before it lapses and the journal may go without it. Zero of
/// either is no limit.
///
/// @param age of the oldest event that it is not done with
/// @param bytes of the segments that it still needs
public record Retention(Duration age, long bytes) {
    public static final Retention DEFAULT = new Retention(Duration.ofDays(7), 0);

    public Retention {
        if (age.isNegative() || bytes < 0) {
            throw new IllegalArgumentException("a limit is zero or more");
        }
    }
}
