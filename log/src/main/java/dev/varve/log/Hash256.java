package dev.varve.log;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// 32 bytes of SHA-256 or HMAC-SHA-256, held as four longs so that it compares without an array.
public record Hash256(long a, long b, long c, long d) {
    public static final int BYTES = 32;
    public static final Hash256 ZERO = new Hash256(0, 0, 0, 0);

    public static Hash256 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash is 32 bytes, not " + bytes.length);
        }
        return read(ByteBuffer.wrap(bytes));
    }

    public static Hash256 read(ByteBuffer in) {
        return new Hash256(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    public void write(ByteBuffer out) {
        out.putLong(a).putLong(b).putLong(c).putLong(d);
    }

    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        write(out);
        return out.array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
