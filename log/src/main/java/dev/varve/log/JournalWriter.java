package dev.varve.log;

import java.time.Instant;
import java.util.Optional;

/// The claimed writing side of a journal. For one thread.
public interface JournalWriter extends AutoCloseable {
    long epoch();

    /// When the oldest event that no checkpoint signs yet was appended; empty when all are signed.
    Optional<Instant> unsignedSince();

    /// A new, empty batch. The one before it must be committed or discarded.
    Batch begin();

    @Override
    void close();

    /// Events that become durable together. Positions, times and ids are given when an event is
    /// added, and given again after a rewind or discard: nothing is written before [#commit()].
    interface Batch {
        Recorded add(Event event, Provenance provenance);

        /// Events that are added from now on may have forms up to this level.
        void forms(int level);

        int size();

        /// Events added from now on happen after this time: what they may depend on did happen then.
        void observe(HybridTime time);

        /// Takes back all that was added after the batch had `size` events.
        void rewind(int size);

        /// Asks for a signed checkpoint at the end of this batch even if none is due.
        void checkpoint();

        /// Makes space, appends, syncs once, publishes. Adds a checkpoint where one is due, so the
        /// answer can be one more than the last event added. An empty batch without a checkpoint
        /// writes nothing and answers the durable position.
        ///
        /// @throws StoreException.OutOfSpace before anything was written; the batch is discarded
        ///     and the writer can go on
        /// @throws StoreException.Failed when the outcome is unknown; the writer is poisoned, and
        ///     every later call fails
        Position commit();

        void discard();
    }
}
