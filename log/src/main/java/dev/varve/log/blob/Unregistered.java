package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is stored and not yet in the placement index. A blob may be condemned before the sync that
/// would register it, or during it; such a blob must not come back.
final class Unregistered {
    private final PackWriter writer;
    private final Intake intake;
    private final Placements placements;

    /// Taken by the sync under way.
    private List<Placements.Stored> syncing = new ArrayList<>();

    Unregistered(PackWriter writer, Intake intake, Placements placements) {
        this.writer = writer;
        this.intake = intake;
        this.placements = placements;
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

    /// Ends a sync; gives what nobody will find.
    synchronized List<Placements.Stored> register(Map<Integer, Long> scannedTo) {
        List<Placements.Stored> durable = syncing;
        syncing = new ArrayList<>();
        return placements.register(durable, scannedTo);
    }

    /// Removes a blob wherever it is by now; gives what was removed.
    synchronized List<Placements.Stored> remove(BlobId id) {
        List<Placements.Stored> dead = new ArrayList<>(Placements.withdraw(syncing, id));
        dead.addAll(writer.withdraw(id));
        dead.addAll(intake.withdrawLarge(id));
        placements.remove(id).ifPresent(old -> dead.add(new Placements.Stored(id, old, null)));
        return dead;
    }
}
