package dev.varve.projections.memory;

import dev.varve.projections.RowCursor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

final class MemoryCursor implements RowCursor {
    private final SortedRows rows;
    private SortedRows.@Nullable Node at;

    MemoryCursor(SortedRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean seek(byte[] key) {
        at = rows.ceiling(key, true);
        return at != null;
    }

    @Override
    public boolean next() {
        at = rows.ceiling(key(), false);
        return at != null;
    }

    @Override
    public byte[] key() {
        return row().key();
    }

    @Override
    public byte[] value() {
        return row().value();
    }

    private SortedRows.Node row() {
        return Objects.requireNonNull(at, "the cursor is on no row");
    }

    @Override
    public void close() {
        at = null;
    }
}
