package dev.varve.server.api;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// UUIDs of version 7: milliseconds, then 74 random bits, so that they sort by when they were made.
final class Uuid7 {
    private static final long VERSION = 7L << 12;
    private static final long VARIANT = 1L << 63;

    private Uuid7() {}

    static UUID of(Instant now, RandomGenerator random) {
        long high = now.toEpochMilli() << 16 | VERSION | (random.nextLong() & 0xfff);
        return new UUID(high, VARIANT | random.nextLong() >>> 2);
    }
}
