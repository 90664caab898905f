package dev.varve.projections;

import org.jspecify.annotations.Nullable;

/// Reads rows of one consistent state.
public interface ViewReader {
    byte @Nullable [] get(Table table, byte[] key);

    /// A cursor over the whole table; give it back by closing it.
    RowCursor scan(Table table);
}
