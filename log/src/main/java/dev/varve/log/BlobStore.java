package dev.varve.log;

import java.util.Optional;
import java.util.function.Consumer;

/// Keeps blobs by content id. A blob can be relied on only while pinned or referenced by an event.
public interface BlobStore extends AutoCloseable {
    /// Starts an upload; closing it before [BlobUpload#finish] leaves nothing behind.
    BlobUpload upload(BlobHints hints);

    /// Pins a blob and gives access to it; empty when it is not here (never stored, condemned,
    /// quarantined).
    Optional<PinnedBlob> pin(BlobId id);

    /// Makes every upload finished so far durable. Called once per batch, before its events.
    ///
    /// @throws StoreException.Failed when the outcome is unknown: the store takes no more writes
    void sync();

    /// First step of reclaim, only on the journal's writer and only for a blob without references:
    /// false when it is pinned, else it is no longer here for anybody.
    boolean condemn(BlobId id);

    /// Second step: frees the space of condemned blobs, compacts packs worth it. Safe at any time.
    Reclaimed reclaim();

    /// Reads what is stored: light checks headers and sizes, deep every byte against its id. A blob
    /// found bad is quarantined and reported; the findings name file and offset.
    ScrubSummary scrub(ScrubDepth depth, ScrubWatch watch);

    /// Every durable blob here that is not condemned, in no order.
    void forEach(Consumer<StoredBlob> each);

    Stats stats();

    @Override
    void close();

    enum ScrubDepth {
        LIGHT,
        DEEP
    }

    /// Hears of a scrub while it goes on, on its thread.
    @FunctionalInterface
    interface ScrubWatch extends Consumer<ScrubFinding> {
        /// After each blob.
        default void looked(ScrubSummary soFar) {}
    }

    record ScrubFinding(String file, long offset, Optional<BlobId> blob, String what) {}

    record ScrubSummary(long blobs, long bytes, long findings) {}

    record Reclaimed(long blobs, long bytes, long packsCompacted) {}

    record StoredBlob(BlobId id, long length, long storedBytes, boolean quarantined) {}

    /// `logical` and `physical` count live blobs; `dead` is space not yet reclaimed.
    record Stats(
            long blobs,
            long logicalBytes,
            long physicalBytes,
            long deadBytes,
            long dedupHits,
            long dedupBytes,
            long quarantined,
            long packs,
            long largeFiles) {}
}
