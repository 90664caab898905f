package dev.varve.projections;

import java.util.Arrays;
import java.util.Map.Entry;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Walks a base table with changes laid over it. Changes made during the walk are seen from the
/// next step on.
final class MergedCursor implements RowCursor {
    private final RowCursor base;
    private final NavigableMap<byte[], byte[]> changes;
    private final byte[] deleted;
    private boolean onBase;
    private @Nullable Entry<byte[], byte[]> change;
    private boolean onChange;

    MergedCursor(RowCursor base, NavigableMap<byte[], byte[]> changes, byte[] deleted) {
        this.base = base;
        this.changes = changes;
        this.deleted = deleted;
    }

    @Override
    public boolean seek(byte[] key) {
        onBase = base.seek(key);
        change = changes.ceilingEntry(key);
        return settle();
    }

    @Override
    public boolean next() {
        byte[] key = key();
        if (onBase && Arrays.compareUnsigned(base.key(), key) <= 0) {
            onBase = base.next();
        }
        change = changes.higherEntry(key);
        return settle();
    }

    /// Moves on to the smaller of both sides, a change hiding a row of the same key.
    private boolean settle() {
        while (change != null) {
            int order = onBase ? Arrays.compareUnsigned(change.getKey(), base.key()) : -1;
            if (order > 0) {
                break;
            }
            if (change.getValue() != deleted) {
                onChange = true;
                return true;
            }
            if (order == 0) {
                onBase = base.next();
            }
            change = changes.higherEntry(change.getKey());
        }
        onChange = false;
        return onBase;
    }

    @Override
    public byte[] key() {
        Entry<byte[], byte[]> at = change;
        return onChange && at != null ? at.getKey() : base.key();
    }

    @Override
    public byte[] value() {
        Entry<byte[], byte[]> at = change;
        return onChange && at != null ? at.getValue() : base.value();
    }

    @Override
    public void close() {
        base.close();
    }
}
