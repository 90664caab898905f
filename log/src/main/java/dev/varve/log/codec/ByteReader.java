package dev.varve.log.codec;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes values off a range of an array. Whatever the bytes are, it throws
/// [IllegalArgumentException] rather than read past its end or allocate more than is there.
public final class ByteReader {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int limit;
    private int at;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.limit = offset + length;
        if (offset < 0 || length < 0 || limit > bytes.length) {
            throw new IllegalArgumentException("no such range: " + offset + "+" + length);
        }
    }

    public int remaining() {
        return limit - at;
    }

    /// Refuses bytes after the last value.
    public void end() {
        if (at != limit) {
            throw new IllegalArgumentException(remaining() + " bytes too many");
        }
    }

    public int u8() {
        return bytes[take(1)] & 0xff;
    }

    public int u16() {
        return (u8() << 8) | u8();
    }

    public int i32() {
        return (int) INT.get(bytes, take(Integer.BYTES));
    }

    public long i64() {
        return (long) LONG.get(bytes, take(Long.BYTES));
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint without an end");
    }

    public long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /// A varint that must fit into an int and not be negative.
    public int varint32() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("out of range: " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /// A number of elements that follow, each of at least one byte.
    public int count() {
        int count = varint32();
        if (count > remaining()) {
            throw new IllegalArgumentException(count + " elements in " + remaining() + " bytes");
        }
        return count;
    }

    public boolean flag() {
        int value = u8();
        if (value > 1) {
            throw new IllegalArgumentException("not a flag: " + value);
        }
        return value == 1;
    }

    public Hash256 hash() {
        return new Hash256(i64(), i64(), i64(), i64());
    }

    public byte[] raw(int length) {
        int from = take(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    public byte[] sized() {
        return raw(count());
    }

    public Bytes sizedBytes() {
        int length = count();
        return Bytes.of(bytes, take(length), length);
    }

    public String string() {
        int length = count();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    private int take(int length) {
        int from = at;
        if (length < 0 || length > limit - from) {
            throw new IllegalArgumentException(
                    "needs " + length + " bytes where " + remaining() + " are left");
        }
        at = from + length;
        return from;
    }
}
