package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What is stored and not yet in the placement index. A blob may be condemned before the sync that
/// would register it, or during it; such a blob must not come back.
final class Unregistered {
    private final PackWriter writer;
    private final Intake intake;
    private final Placements placements;
    private final Consumer<List<Placements.Stored>> dead;

    /// Taken by the sync under way.
    private List<Placements.Stored> syncing = new ArrayList<>();

    /// @param dead takes what nobody will find, before this lets go of it
    Unregistered(
            PackWriter writer,
            Intake intake,
            Placements placements,
            Consumer<List<Placements.Stored>> dead) {
        this.writer = writer;
        this.intake = intake;
        this.placements = placements;
        this.dead = dead;
    }

    /// Begins a sync.
    synchronized PackWriter.Batch take() {
        PackWriter.Batch batch = writer.take();
        syncing = new ArrayList<>(intake.takeLarge());
        syncing.addAll(batch.stored());
        return batch;
    }

    synchronized boolean isEmpty() {
        return syncing.isEmpty();
    }

    /// Ends a sync.
    synchronized void register(Map<Integer, Long> scannedTo) {
        List<Placements.Stored> durable = syncing;
        syncing = new ArrayList<>();
        dead.accept(placements.register(durable, scannedTo));
    }

    /// Removes a blob wherever it is by now.
    synchronized void remove(BlobId id) {
        List<Placements.Stored> removed = new ArrayList<>(Placements.withdraw(syncing, id));
        removed.addAll(writer.withdraw(id));
        removed.addAll(intake.withdrawLarge(id));
        placements.remove(id).ifPresent(old -> removed.add(new Placements.Stored(id, old, null)));
        dead.accept(removed);
    }

    /// Whether a large file of this blob waits for a sync. Asked with this as its lock, so that the
    /// answer stays true.
    boolean holdsLarge(BlobId id) {
        return syncing.stream().anyMatch(stored -> isLarge(stored, id)) || intake.holdsLarge(id);
    }

    private static boolean isLarge(Placements.Stored stored, BlobId id) {
        return stored.id().equals(id) && stored.placement() instanceof Placement.LargeFile;
    }
}
