package dev.varve.projections;

import dev.varve.log.Position;
import org.jspecify.annotations.Nullable;

/// What consumers must remember: cursors, attempts, dead letters, pauses. No view: nothing can bring
/// it back, so every write is synced. Rows are small and lie in spaces, each an ordered map of its
/// own. Safe for any number of threads.
public interface StateStore extends AutoCloseable {
    /// Longest name of a space, in bytes.
    int MAX_SPACE = 100;

    /// Keys and values together, of one batch.
    int MAX_BATCH_BYTES = 64 << 20;

    byte @Nullable [] get(String space, byte[] key);

    /// Visits rows in unsigned order of their keys, from a key on, until there are no more or the
    /// visitor has enough.
    void scan(String space, byte[] from, RowVisitor visitor);

    /// All of it or nothing, and on stable storage when this returns.
    ///
    /// @throws dev.varve.log.StoreException.OutOfSpace when there is no room; nothing was written
    void write(StateBatch batch);

    /// Where the journal ended when this state was made. A consumer that is older than that and is
    /// not known here lost what it remembered.
    Position begun();

    @Override
    void close();

    @FunctionalInterface
    interface RowVisitor {
        /// False when that was enough.
        boolean visit(byte[] key, byte[] value);
    }
}
