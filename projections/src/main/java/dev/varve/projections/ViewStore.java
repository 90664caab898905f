package dev.varve.projections;

import dev.varve.log.Cut;

/// Keeps the rows of a view with the cut they are true at. After a crash the state is exactly that
/// of some earlier flush; the journal after its cut brings it back.
public interface ViewStore extends AutoCloseable {
    Cut cut();

    /// The cut that would survive a crash now: for bounding replay and trimming journals.
    Cut flushedCut();

    ViewSnapshot snapshot();

    /// @throws dev.varve.log.StoreException.OutOfSpace when the volume is too full for more rows
    ViewChanges change();

    /// Makes the changes visible atomically, together with their new cut. The changes are empty then
    /// and can be used for the next batch.
    void commit(ViewChanges changes, Cut cut);

    /// Puts everything committed so far on stable storage.
    ///
    /// @throws dev.varve.log.StoreException.OutOfSpace when there is no room for it now
    void flush();

    @Override
    void close();
}
