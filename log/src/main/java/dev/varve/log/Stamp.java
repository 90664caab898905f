package dev.varve.log;

import java.nio.ByteBuffer;
import java.util.Comparator;

/// When and where an event happened: hybrid time, then origin. Unique over a cluster, totally
/// ordered, and what versions and uploads are named by.
public record Stamp(HybridTime time, Origin origin) implements Comparable<Stamp> {
    public static final int BYTES = 20;
    private static final int TEXT_LENGTH = 32;
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::time).thenComparing(Stamp::origin);

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(time.packed())
                .putLong(origin.node().value())
                .putInt(origin.incarnation())
                .array();
    }

    public static Stamp read(ByteBuffer in) {
        HybridTime time = new HybridTime(in.getLong());
        NodeId node = new NodeId(in.getLong());
        return new Stamp(time, new Origin(node, in.getInt()));
    }

    /// 32 characters of Crockford base32; text order is stamp order.
    public String text() {
        byte[] bytes = bytes();
        StringBuilder text = new StringBuilder(TEXT_LENGTH);
        for (int i = 0; i < TEXT_LENGTH; i++) {
            text.append(DIGITS.charAt(fiveBits(bytes, i * 5)));
        }
        return text.toString();
    }

    /// @throws IllegalArgumentException when the text is not one that [#text()] gives
    public static Stamp parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "not a version id: " + text.length() + " characters");
        }
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < TEXT_LENGTH; i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("not a version id: bad character at " + i);
            }
            setFiveBits(bytes, i * 5, digit);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    private static int fiveBits(byte[] bytes, int bit) {
        int value = 0;
        for (int i = bit; i < bit + 5; i++) {
            value = value << 1 | (bytes[i >> 3] >> (7 - (i & 7)) & 1);
        }
        return value;
    }

    private static void setFiveBits(byte[] bytes, int bit, int digit) {
        for (int i = 0; i < 5; i++) {
            int at = bit + i;
            bytes[at >> 3] |= (byte) ((digit >> (4 - i) & 1) << (7 - (at & 7)));
        }
    }

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return text();
    }
}
