package dev.varve.log;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names a link, and says until when it is good: 48 bits of milliseconds, then 80 random ones. So the
/// order of ids is the order in which links expire, and who ends one need not have seen it.
public record LinkId(long high, long low) implements Comparable<LinkId> {
    public static final int BYTES = 16;
    private static final int RANDOM_BITS = 16;
    private static final long RANDOM_MASK = (1L << RANDOM_BITS) - 1;
    private static final long LAST_MILLI = (1L << 48) - 1;

    /// @throws IllegalArgumentException for a time that 48 bits cannot say
    public static LinkId random(Instant expires, RandomGenerator random) {
        long millis = expires.toEpochMilli();
        if (millis < 0 || millis > LAST_MILLI) {
            throw new IllegalArgumentException("no link can expire at " + expires);
        }
        long high = millis << RANDOM_BITS | (random.nextLong() & RANDOM_MASK);
        return new LinkId(high, random.nextLong());
    }

    public Instant expires() {
        return Instant.ofEpochMilli(high >>> RANDOM_BITS);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    public static LinkId read(ByteBuffer in) {
        return new LinkId(in.getLong(), in.getLong());
    }

    /// @throws IllegalArgumentException for what is no 32 hexadecimal digits
    public static LinkId parse(String text) {
        if (text.length() != 2 * BYTES) {
            throw new IllegalArgumentException("the id of a link has " + 2 * BYTES + " digits");
        }
        return read(ByteBuffer.wrap(HexFormat.of().parseHex(text)));
    }

    @Override
    public int compareTo(LinkId other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
