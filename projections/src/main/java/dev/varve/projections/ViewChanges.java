package dev.varve.projections;

/// Rows about to change, over the newest state: reads see what was written here. For one thread,
/// one at a time per store.
public interface ViewChanges extends ViewReader, AutoCloseable {
    void put(Table table, byte[] key, byte[] value);

    void delete(Table table, byte[] key);

    /// Remembers this point for [#rewind()]; points nest.
    void mark();

    /// Takes back everything since the last mark, and forgets that mark.
    void rewind();

    /// Forgets the last mark and keeps the changes.
    void unmark();

    /// Discards what was not committed.
    @Override
    void close();
}
