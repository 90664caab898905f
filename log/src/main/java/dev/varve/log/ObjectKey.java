package dev.varve.log;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A key: 1 to 1,024 bytes of UTF-8, ordered by unsigned bytes (which Java's String order is not).
/// Any such key is storable and distinct from any other; it never becomes a path.
public final class ObjectKey implements Comparable<ObjectKey> {
    public static final int MAX_BYTES = 1024;
    private final byte[] utf8;

    private ObjectKey(byte[] utf8) {
        if (utf8.length == 0 || utf8.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a key is 1 to " + MAX_BYTES + " bytes of UTF-8, not " + utf8.length);
        }
        this.utf8 = utf8;
    }

    /// @throws IllegalArgumentException when too long, empty, or with an unpaired surrogate
    public static ObjectKey of(String key) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return new ObjectKey(utf8);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a key must be valid UTF-8", e);
        }
    }

    /// Takes bytes that an earlier [#of(String)] made; validates them as UTF-8 all the same.
    public static ObjectKey ofUtf8(byte[] utf8) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a key must be valid UTF-8", e);
        }
        return new ObjectKey(utf8.clone());
    }

    public byte[] utf8() {
        return utf8.clone();
    }

    public int length() {
        return utf8.length;
    }

    @Override
    public int compareTo(ObjectKey other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectKey key && Arrays.equals(utf8, key.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
