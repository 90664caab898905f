package dev.varve.log;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps blobs by content id. A blob can be relied on only while pinned or referenced by an event.
public interface BlobStore extends AutoCloseable {
    /// Starts an upload; closing it before [BlobUpload#finish] leaves nothing behind.
    BlobUpload upload(BlobHints hints);

    /// Stores bytes that the caller found to be what the id names. What [BlobUpload#finish] says holds
    /// of them too.
    ///
    /// @throws StoreException.OutOfSpace when the volume is full
    default BlobUpload.Finished keep(BlobId id, Bytes content) {
        BlobHints hints = new BlobHints(id.domain(), "", "", content.length(), Set.of());
        try (BlobUpload upload = upload(hints)) {
            upload.write(content.toArray(), 0, content.length());
            BlobUpload.Finished kept = upload.finish();
            if (!kept.blob().id().equals(id)) {
                kept.blob().close();
                throw new StoreException.Failed(
                        "the bytes of " + id + " were stored as " + kept.blob().id());
            }
            return kept;
        }
    }

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
    default Reclaimed reclaim() {
        return reclaim(Pace.FREE);
    }

    /// The same, compacting no faster than it may; what is left when it has to end is for later.
    Reclaimed reclaim(Pace pace);

    /// Reads what is stored: light checks headers and sizes, deep every byte against its id. A blob
    /// found bad is quarantined and reported; the findings name file and offset.
    ScrubSummary scrub(ScrubDepth depth, ScrubWatch watch);

    /// Goes on with a scrub in the order of ids, until all blobs were looked at or `pace` ends it.
    /// One that begins at the first looks at the headers of packs too.
    ///
    /// @param after the last blob that was looked at, null to begin
    ScrubStep scrub(ScrubDepth depth, @Nullable BlobId after, ScrubWatch watch, Pace pace);

    /// Goes on storing blobs anew, smaller, in the order of ids, until all were looked at or `pace` ends
    /// it. No reader or writer notices.
    ///
    /// @param after the last blob that was looked at, null to begin
    RecompressStep recompress(RecompressPlan plan, @Nullable BlobId after, Pace pace);

    /// What is stored of a blob, quarantined or not; empty when it is not here.
    Optional<StoredBlob> find(BlobId id);

    /// Whether anybody has the blob pinned, or is about to store it.
    boolean isPinned(BlobId id);

    /// How many blobs are pinned.
    int pinned();

    /// Holds what can be found against the files that are there, and tells what does not fit. Safe at
    /// any time: what a writer, an upload or a reclaim is about is not told of.
    ///
    /// @param repair frees files that nothing needs, and takes up whole ones whose blob is not here;
    ///     otherwise nothing is changed
    void survey(boolean repair, SurveyWatch watch);

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

    /// @param last blob that was looked at, null when none was yet
    /// @param end whether there are no more
    record ScrubStep(ScrubSummary summary, @Nullable BlobId last, boolean end) {}

    /// @param level of Zstandard, 1 to 22
    /// @param before blobs are left alone whose file changed later
    /// @param share of its bytes that a copy must save
    /// @param dictionaries whether small blobs may be compressed with trained ones
    record RecompressPlan(int level, Instant before, double share, boolean dictionaries) {
        public RecompressPlan {
            if (level < 1 || level > 22 || share < 0 || share >= 1) {
                throw new IllegalArgumentException("no such plan: " + level + ", " + share);
            }
        }
    }

    /// @param summary its findings are the blobs that were stored anew
    /// @param saved bytes on disk that this gives back, once reclaimed
    /// @param last blob that was looked at, null when none was yet
    /// @param end whether there are no more
    record RecompressStep(ScrubSummary summary, long saved, @Nullable BlobId last, boolean end) {}

    /// Ways in which what is stored may not be as it should be.
    enum Oddity {
        /// Bytes of a blob that is stored elsewhere too.
        DUPLICATE,
        /// A file where none should be, or under a wrong name; a placement that points elsewhere.
        MISPLACED,
        /// A placement whose file is gone.
        MISSING,
        QUARANTINED
    }

    /// @param bytes that it takes or took on disk
    /// @param repaired whether it is no longer so
    record SurveyFinding(
            Oddity oddity,
            String file,
            long offset,
            Optional<BlobId> blob,
            long bytes,
            String what,
            boolean repaired) {}

    /// Hears of a survey while it goes on, on its thread.
    @FunctionalInterface
    interface SurveyWatch extends Consumer<SurveyFinding> {
        /// After each blob.
        default void looked(long blobs) {}
    }

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
