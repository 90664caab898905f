package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An object's key inside a row's key: each byte as it is, except `00` as `00 ff`, then the end
/// `00 01`. Rows sort as the keys do, whatever follows, and no key is a prefix of another.
final class KeyEscape {
    static final byte END = 1;

    /// In place of [#END]: after all rows of that key, before those of any longer one.
    static final byte PAST_END = 2;

    private static final byte ESCAPED_ZERO = (byte) 0xff;

    private KeyEscape() {}

    /// Bucket, escaped key, end, and room for `extra` bytes.
    static byte[] key(BucketId bucket, byte[] key, byte end, int extra) {
        int length = escapedLength(key);
        byte[] row = new byte[RowKeys.BUCKET_BYTES + length + 2 + extra];
        int at = escape(bucket, key, row);
        row[at + 1] = end;
        return row;
    }

    static byte[] prefix(BucketId bucket, byte[] prefix) {
        byte[] row = new byte[RowKeys.BUCKET_BYTES + escapedLength(prefix)];
        escape(bucket, prefix, row);
        return row;
    }

    private static int escapedLength(byte[] key) {
        int length = key.length;
        for (byte b : key) {
            if (b == 0) {
                length++;
            }
        }
        return length;
    }

    private static int escape(BucketId bucket, byte[] key, byte[] row) {
        ByteBuffer.wrap(row).putLong(bucket.value());
        int at = RowKeys.BUCKET_BYTES;
        for (byte b : key) {
            row[at++] = b;
            if (b == 0) {
                row[at++] = ESCAPED_ZERO;
            }
        }
        return at;
    }

    /// Where the rest of the row begins, after the end of a key that starts at `from`.
    static int end(byte[] row, int from) {
        int at = from;
        while (row[at] != 0 || row[at + 1] == ESCAPED_ZERO) {
            at += row[at] == 0 ? 2 : 1;
        }
        return at + 2;
    }

    /// The row up to the end of a key that starts at `from`; null when the key does not end in it.
    static byte @Nullable [] ofKey(byte[] row, int from) {
        int at = from;
        while (at + 1 < row.length) {
            if (row[at] == 0 && row[at + 1] == END) {
                return Arrays.copyOf(row, at + 2);
            }
            if (row[at] == 0 && row[at + 1] != ESCAPED_ZERO) {
                return null;
            }
            at += row[at] == 0 ? 2 : 1;
        }
        return null;
    }

    /// The key between `from` and the end that [#end] found.
    static ObjectKey read(byte[] row, int from, int end) {
        return ObjectKey.ofUtf8(bytes(row, from, end));
    }

    static byte[] bytes(byte[] row, int from, int end) {
        byte[] key = new byte[end - 2 - from];
        int length = 0;
        for (int at = from; at < end - 2; at++) {
            key[length++] = row[at];
            if (row[at] == 0) {
                at++;
            }
        }
        return Arrays.copyOf(key, length);
    }
}
