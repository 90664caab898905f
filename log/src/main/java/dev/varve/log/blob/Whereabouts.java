package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what a large file is there for. A file goes from its upload, which pins the blob, to the next
/// sync, to the index, and at last to reclaim; who asks in this order misses none.
final class Whereabouts {
    private final Pins pins;
    private final Unregistered unregistered;
    private final Placements placements;
    private final Reclaim reclaim;

    Whereabouts(Pins pins, Unregistered unregistered, Placements placements, Reclaim reclaim) {
        this.pins = pins;
        this.unregistered = unregistered;
        this.placements = placements;
        this.reclaim = reclaim;
    }

    enum Purpose {
        /// Somebody needs it, or is about to free it.
        IN_USE,
        /// Nothing needs it: its blob is here in another place.
        SPARE,
        /// Its blob is nowhere else.
        ALONE
    }

    /// No file is deleted while this is held.
    Reclaim reclaiming() {
        return reclaim;
    }

    Purpose of(BlobId id, Placement.LargeFile file) {
        synchronized (unregistered) {
            if (pins.isPinned(id) || unregistered.holdsLarge(id)) {
                return Purpose.IN_USE;
            }
            Optional<Placement> placed = placements.find(id);
            boolean named = placed.filter(at -> isAt(at, file)).isPresent();
            if (named || reclaim.isDead(id, file.generation())) {
                return Purpose.IN_USE;
            }
            boolean elsewhere = placed.filter(at -> !at.quarantined()).isPresent();
            return elsewhere ? Purpose.SPARE : Purpose.ALONE;
        }
    }

    private static boolean isAt(Placement at, Placement.LargeFile file) {
        return at instanceof Placement.LargeFile named && named.generation() == file.generation();
    }

    /// Leaves a spare file to reclaim; false when it is none any more.
    boolean free(BlobId id, Placement.LargeFile file) {
        synchronized (unregistered) {
            if (of(id, file) != Purpose.SPARE) {
                return false;
            }
            reclaim.addDead(List.of(new Placements.Stored(id, file, null)));
            return true;
        }
    }

    /// Makes a blob findable in a file that was proven; false when it is no longer alone.
    boolean takeUp(BlobId id, Placement.LargeFile file) {
        synchronized (unregistered) {
            if (of(id, file) != Purpose.ALONE) {
                return false;
            }
            reclaim.addDead(
                    placements.register(List.of(new Placements.Stored(id, file, null)), Map.of()));
            return true;
        }
    }
}
