package dev.varve.projections.objects;

import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Notices when the first of the history, or of its bytes, may go that is hidden through it. What is taken back again
/// counts as well.
public final class DueWatch implements ViewChanges {
    private final ViewChanges changes;
    private long earliest = Long.MAX_VALUE;

    public DueWatch(ViewChanges changes) {
        this.changes = changes;
    }

    /// Whether any of it may go at this time.
    public boolean isDue(Instant now) {
        return earliest <= now.toEpochMilli();
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
        if (table == Table.DUE || table == Table.BYTES_DUE) {
            earliest = Math.min(earliest, ByteBuffer.wrap(key).getLong());
        }
        changes.put(table, key, value);
    }

    @Override
    public void delete(Table table, byte[] key) {
        changes.delete(table, key);
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        return changes.get(table, key);
    }

    @Override
    public RowCursor scan(Table table) {
        return changes.scan(table);
    }

    @Override
    public void mark() {
        changes.mark();
    }

    @Override
    public void rewind() {
        changes.rewind();
    }

    @Override
    public void unmark() {
        changes.unmark();
    }

    @Override
    public void close() {
        changes.close();
    }
}
