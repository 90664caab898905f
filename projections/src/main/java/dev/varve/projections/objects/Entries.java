package dev.varve.projections.objects;

/// What a listing lists, in row order: rows of a table, or those of them that count.
interface Entries<T> extends AutoCloseable {
    /// To the first entry at or after a row key; false when there is none.
    boolean seek(byte[] row);

    /// To the entry after this one.
    boolean next();

    /// A row of the entry's key: bucket, escaped key, anything.
    byte[] row();

    T entry();

    @Override
    void close();
}
