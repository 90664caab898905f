package dev.varve.projections;

import dev.varve.projections.Overlay.Change;
import java.util.Arrays;
import java.util.Map.Entry;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Walks a base table with changes laid over it. Changes made during the walk are seen from the
/// next step on.
final class MergedCursor implements RowCursor {
    private final RowCursor base;
    private final NavigableMap<byte[], Change> changes;
    private boolean onBase;
    private @Nullable Entry<byte[], Change> change;

    /// The row the cursor is on when that is a changed one.
    private byte @Nullable [] changedKey;

    private byte @Nullable [] changedValue;

    MergedCursor(RowCursor base, NavigableMap<byte[], Change> changes) {
        this.base = base;
        this.changes = changes;
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
        changedKey = null;
        changedValue = null;
        while (change != null) {
            byte[] key = change.getKey();
            int order = onBase ? Arrays.compareUnsigned(key, base.key()) : -1;
            if (order > 0) {
                return true;
            }
            byte[] value = change.getValue().value();
            if (value != null) {
                changedKey = key;
                changedValue = value;
                return true;
            }
            if (order == 0) {
                onBase = base.next();
            }
            change = changes.higherEntry(key);
        }
        return onBase;
    }

    @Override
    public byte[] key() {
        byte[] key = changedKey;
        return key == null ? base.key() : key;
    }

    @Override
    public byte[] value() {
        byte[] value = changedValue;
        return value == null ? base.value() : value;
    }

    @Override
    public void close() {
        base.close();
    }
}
