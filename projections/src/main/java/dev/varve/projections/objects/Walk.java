package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a listing: the one place that knows prefixes, delimiters and where pages end. A
/// common prefix is found with its first entry, then skipped whatever it holds.
final class Walk<T> {
    private final BucketId bucket;
    private final byte[] prefix;
    private final byte[] delimiter;
    private final int limit;
    private final List<T> entries = new ArrayList<>();
    private final List<String> commonPrefixes = new ArrayList<>();
    private byte @Nullable [] last;
    private boolean lastIsCommon;
    private boolean truncated;

    Walk(BucketId bucket, byte[] prefix, byte[] delimiter, int limit) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.delimiter = delimiter;
        this.limit = limit;
    }

    List<T> entries() {
        return entries;
    }

    List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /// The last key or common prefix of the page when there is more, else null.
    byte @Nullable [] next() {
        return truncated ? last : null;
    }

    boolean endsInCommonPrefix() {
        return lastIsCommon;
    }

    T lastEntry() {
        return entries.getLast();
    }

    /// Walks from after a key or common prefix; empty for the beginning.
    Walk<T> after(Entries<T> from, byte[] after) {
        return run(from, after.length == 0 ? beginning() : start(after, null));
    }

    /// Walks from a row inside a key's rows, unless the key is inside a common prefix.
    Walk<T> within(Entries<T> from, byte[] key, byte[] row) {
        return run(from, start(key, row));
    }

    private byte[] beginning() {
        return RowKeys.prefix(bucket, prefix);
    }

    private byte @Nullable [] start(byte[] after, byte @Nullable [] row) {
        if (Arrays.compareUnsigned(after, prefix) < 0) {
            return beginning();
        }
        int common = RowKeys.startsWith(after, prefix) ? commonPrefix(after) : -1;
        if (common >= 0) {
            return afterCommon(Arrays.copyOf(after, common));
        }
        return row == null ? RowKeys.afterKey(bucket, after) : row;
    }

    private Walk<T> run(Entries<T> from, byte @Nullable [] start) {
        byte[] within = beginning();
        boolean on = limit > 0 && start != null && from.seek(start);
        while (on && RowKeys.startsWith(from.row(), within)) {
            if (entries.size() + commonPrefixes.size() == limit) {
                truncated = true;
                return this;
            }
            on = take(from);
        }
        return this;
    }

    private boolean take(Entries<T> from) {
        byte[] row = from.row();
        int end = KeyEscape.end(row, RowKeys.BUCKET_BYTES);
        byte[] key = KeyEscape.bytes(row, RowKeys.BUCKET_BYTES, end);
        int common = commonPrefix(key);
        lastIsCommon = common >= 0;
        if (!lastIsCommon) {
            last = key;
            entries.add(from.entry());
            return from.next();
        }
        last = Arrays.copyOf(key, common);
        commonPrefixes.add(new String(last, StandardCharsets.UTF_8));
        byte[] beyond = afterCommon(last);
        return beyond != null && from.seek(beyond);
    }

    private byte @Nullable [] afterCommon(byte[] common) {
        return RowKeys.successor(RowKeys.prefix(bucket, common));
    }

    /// Length of the key's common prefix, through its first delimiter after the prefix, or -1.
    private int commonPrefix(byte[] key) {
        if (delimiter.length == 0) {
            return -1;
        }
        for (int at = prefix.length; at + delimiter.length <= key.length; at++) {
            int end = at + delimiter.length;
            if (Arrays.equals(key, at, end, delimiter, 0, delimiter.length)) {
                return end;
            }
        }
        return -1;
    }
}
