package dev.varve.projections;

import org.jspecify.annotations.Nullable;

/// Reads rows of one consistent state.
public interface ViewReader {
    /// The value of a row, not to be changed; null when there is none.
    byte @Nullable [] get(Table table, byte[] key);

    /// A cursor over the whole table; give it back by closing it.
    RowCursor scan(Table table);
}
