package dev.varve.log;

import java.time.Instant;

/// Hybrid logical time: 48 bits of wall-clock milliseconds, then a 16-bit counter. It orders events
/// of different origins and is strictly increasing within one.
public record HybridTime(long packed) implements Comparable<HybridTime> {
    private static final int COUNTER_BITS = 16;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;
    public static final HybridTime ZERO = new HybridTime(0);
    public static final HybridTime MAX = new HybridTime(Long.MAX_VALUE);

    public HybridTime {
        if (packed < 0) {
            throw new IllegalArgumentException("hybrid time is out of range: " + packed);
        }
    }

    /// The last hybrid time within a wall-clock millisecond: "as of this instant".
    public static HybridTime endOf(Instant instant) {
        return new HybridTime((instant.toEpochMilli() << COUNTER_BITS) | COUNTER_MASK);
    }

    public static HybridTime startOf(Instant instant) {
        return new HybridTime(instant.toEpochMilli() << COUNTER_BITS);
    }

    public long millis() {
        return packed >>> COUNTER_BITS;
    }

    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /// The next event's time: the wall clock where it has moved on, else one tick more than this.
    public HybridTime next(Instant wall) {
        return new HybridTime(Math.max(packed + 1, wall.toEpochMilli() << COUNTER_BITS));
    }

    @Override
    public int compareTo(HybridTime other) {
        return Long.compare(packed, other.packed);
    }

    @Override
    public String toString() {
        return instant() + "+" + (packed & COUNTER_MASK);
    }
}
