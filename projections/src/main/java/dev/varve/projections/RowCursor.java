package dev.varve.projections;

/// Walks a table's rows in key order. Starts before the first row. For one thread.
public interface RowCursor extends AutoCloseable {
    /// Moves to the first row whose key is `key` or greater; false when there is none.
    boolean seek(byte[] key);

    /// Moves to the next row; false after the last. Not before a seek.
    boolean next();

    /// Key of the row the cursor is on. Neither this nor [#value()] may be changed.
    byte[] key();

    byte[] value();

    @Override
    void close();
}
