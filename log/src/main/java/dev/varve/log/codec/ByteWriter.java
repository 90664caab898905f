package dev.varve.log.codec;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Appends values to a growing array; numbers are big-endian, varints unsigned LEB128.
public final class ByteWriter {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int INITIAL = 512;

    private byte[] bytes;
    private int size;

    public ByteWriter() {
        this(INITIAL);
    }

    /// @param room for so many bytes before it grows
    public ByteWriter(int room) {
        this.bytes = new byte[room];
    }

    public int size() {
        return size;
    }

    /// The array behind this writer, valid up to [#size()] until the next write.
    byte[] array() {
        return bytes;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /// Forgets all that was written after the first `length` bytes.
    public void truncate(int length) {
        size = Math.min(size, length);
    }

    public ByteWriter u8(int value) {
        int at = grow(1);
        bytes[at] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public ByteWriter i32(int value) {
        int at = grow(Integer.BYTES); // first: it may replace the array
        INT.set(bytes, at, value);
        return this;
    }

    public ByteWriter i64(long value) {
        int at = grow(Long.BYTES);
        LONG.set(bytes, at, value);
        return this;
    }

    public ByteWriter varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            u8((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    /// A varint that keeps small negative numbers short.
    public ByteWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    public ByteWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public ByteWriter hash(Hash256 hash) {
        return i64(hash.a()).i64(hash.b()).i64(hash.c()).i64(hash.d());
    }

    public ByteWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    public ByteWriter raw(byte[] value, int offset, int length) {
        int at = grow(length);
        System.arraycopy(value, offset, bytes, at, length);
        return this;
    }

    public ByteWriter raw(Bytes value) {
        int at = grow(value.length());
        value.copyTo(bytes, at);
        return this;
    }

    /// Length as a varint, then the bytes.
    public ByteWriter sized(byte[] value) {
        return varint(value.length).raw(value);
    }

    public ByteWriter sized(Bytes value) {
        varint(value.length());
        return raw(value);
    }

    /// @throws IllegalArgumentException for an unpaired surrogate, which UTF-8 cannot carry
    public ByteWriter string(String value) {
        return sized(utf8(value));
    }

    void setU16(int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    void setI32(int at, int value) {
        INT.set(bytes, at, value);
    }

    private static byte[] utf8(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                return strictUtf8(value);
            }
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] strictUtf8(String value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text that is not Unicode", e);
        }
    }

    private int grow(int length) {
        int at = size;
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        size += length;
        return at;
    }
}
