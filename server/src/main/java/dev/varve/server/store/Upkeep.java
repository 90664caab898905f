package dev.varve.server.store;

import java.time.Duration;

/// What a store does for its stored bytes by itself. A duration of zero turns its work off.
///
/// @param deepEvery every byte is read and held against its id once in this time
/// @param lightEvery headers and sizes of everything are looked at once in this time
/// @param bytesPerSecond what all work in the background reads and writes together; 0 for any
public record Upkeep(
        Duration deepEvery, Duration lightEvery, long bytesPerSecond, Recompression recompression) {
    public static final Upkeep DEFAULT =
            new Upkeep(Duration.ofDays(30), Duration.ofDays(7), 64L << 20, Recompression.OFF);

    public static final Upkeep OFF = new Upkeep(Duration.ZERO, Duration.ZERO, 0, Recompression.OFF);

    public Upkeep {
        if (deepEvery.isNegative() || lightEvery.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("nothing of upkeep can be negative");
        }
    }

    /// @param level of Zstandard, 1 to 22; 0 turns it off
    /// @param every all blobs are looked at once in this time
    /// @param after blobs are left alone whose file changed since
    /// @param share of its bytes that storing a blob anew must save
    /// @param dictionaries whether dictionaries are trained for small blobs
    public record Recompression(
            int level, Duration every, Duration after, double share, boolean dictionaries) {
        public static final Recompression OFF =
                new Recompression(0, Duration.ofDays(7), Duration.ofDays(7), 0.1, true);

        public Recompression {
            if (level < 0 || level > 22 || share < 0 || share >= 1) {
                throw new IllegalArgumentException("no recompression to level " + level);
            }
        }
    }

    public Upkeep recompression(Recompression changed) {
        return new Upkeep(deepEvery, lightEvery, bytesPerSecond, changed);
    }
}
