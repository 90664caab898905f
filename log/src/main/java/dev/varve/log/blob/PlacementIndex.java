package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Finds blobs. Contents since the last [#flush] may be lost at a crash, but only ever a whole
/// suffix of the applied changes; the blob store then reads them back from its packs, from
/// [Tally#scannedTo] on. The whole index may be deleted while the store is closed.
///
/// Any number of threads may find; [#apply] is called by one thread at a time.
public interface PlacementIndex extends AutoCloseable {
    /// The shelf of all large files; packs count from 1.
    int LARGE_FILES = 0;

    /// @throws dev.varve.log.StoreException.Corrupt when the entry is damaged
    Optional<Placement> find(BlobId id);

    /// Asked before bytes are made durable whose placements must then be taken.
    ///
    /// @throws dev.varve.log.StoreException.OutOfSpace when the volume is too full for more
    default void requireRoom() {}

    /// Atomic: after a crash all of it is there or nothing.
    void apply(Changes changes);

    /// The tally of every shelf, for start-up.
    Map<Integer, Tally> tallies();

    /// Every placement, quarantined ones included, in no order; changes made meanwhile may or may
    /// not be seen.
    void forEach(BiConsumer<BlobId, Placement> each);

    /// The next blobs that have a placement, in the order of their keys, after one (null: from the
    /// first).
    List<BlobId> page(@Nullable BlobId after, int limit);

    /// Makes everything applied before the call durable.
    void flush();

    @Override
    void close();

    /// An id is never both put and removed, a shelf never both tallied and dropped.
    record Changes(
            Map<BlobId, Placement> puts,
            Set<BlobId> removals,
            Map<Integer, Tally> tallies,
            Set<Integer> droppedShelves) {
        public Changes {
            puts = Map.copyOf(puts);
            removals = Set.copyOf(removals);
            tallies = Map.copyOf(tallies);
            droppedShelves = Set.copyOf(droppedShelves);
        }
    }
}
