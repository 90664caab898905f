package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.Reclaimed;
import dev.varve.log.Disk;
import dev.varve.log.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;

/// Gives space back. Nothing is deleted before a completed flush of the index that no longer needs
/// it, so that a crash never leaves the index naming bytes that are gone.
final class Reclaim {
    private static final int MAX_COMPACTIONS = 16;
    private static final int PARTS = 64;
    private static final int SMALL_PACKS = 8;
    private final BlobOptions options;
    private final Layout layout;
    private final Disk disk;
    private final Placements placements;
    private final PackFiles files;
    private final Quarantine quarantine;
    private final PackWriter writer;
    private final Compaction compaction;
    private final Runnable sync;
    private final Queue<Placements.Stored> deadLarge = new ArrayDeque<>();
    private long deadInPacks;

    Reclaim(
            BlobOptions options,
            Layout layout,
            Disk disk,
            Placements placements,
            PackFiles files,
            Quarantine quarantine,
            PackWriter writer,
            Runnable sync) {
        this.options = options;
        this.layout = layout;
        this.disk = disk;
        this.placements = placements;
        this.files = files;
        this.quarantine = quarantine;
        this.writer = writer;
        this.sync = sync;
        compaction = new Compaction(placements, files, layout, quarantine, writer, sync);
    }

    /// Takes what no placement names any more; in packs the tallies count it.
    void addDead(List<Placements.Stored> dead) {
        synchronized (deadLarge) {
            for (Placements.Stored stored : dead) {
                if (stored.placement() instanceof Placement.LargeFile) {
                    deadLarge.add(stored);
                } else {
                    deadInPacks++;
                }
            }
        }
    }

    /// Whether this file waits to be deleted.
    boolean isDead(BlobId id, long generation) {
        synchronized (deadLarge) {
            return deadLarge.stream()
                    .anyMatch(dead ->
                            dead.id().equals(id)
                                    && dead.placement() instanceof Placement.LargeFile file
                                    && file.generation() == generation);
        }
    }

    long deadLargeBytes() {
        synchronized (deadLarge) {
            return deadLarge.stream().mapToLong(dead -> dead.placement().storedBytes()).sum();
        }
    }

    /// Deletes large files that nobody will find, since the next start would not know of them.
    synchronized void beforeClosing() {
        try {
            deleteAll(takeLarge());
        } catch (IOException e) {
            throw DiskFull.classify("deleting dead files", e);
        }
    }

    synchronized Reclaimed run(Pace pace) {
        try {
            return attempt(pace);
        } catch (IOException e) {
            throw DiskFull.classify("reclaiming space", e);
        }
    }

    /// Deleting comes before compacting, which needs space itself.
    private Reclaimed attempt(Pace pace) throws IOException {
        sealDeadOpenPack();
        long blobs = takeDeadInPacks();
        List<Placements.Stored> large = takeLarge();
        long bytes = deleteAfterFlush(large);
        int compacted = compact(worthCompacting(), pace);
        if (compacted > 0) {
            bytes += deleteAfterFlush(List.of());
        }
        return new Reclaimed(blobs + large.size(), bytes, compacted);
    }

    /// A pack that is left half way is as good as before: what was copied is found in its new place.
    private int compact(List<Integer> victims, Pace pace) throws IOException {
        int compacted = 0;
        try {
            for (int pack : victims) {
                if (!pace.goesOn()) {
                    return compacted;
                }
                compaction.run(pack, pace);
                compacted++;
            }
            return compacted;
        } catch (Pace.Ended e) {
            return compacted;
        }
    }

    private long deleteAfterFlush(List<Placements.Stored> large) throws IOException {
        List<Integer> empty = emptyPacks();
        boolean deleted = false;
        try {
            placements.flush();
            long bytes = deleteAll(large);
            deleted = true;
            for (int pack : empty) {
                bytes += deletePack(pack);
            }
            return bytes;
        } finally {
            if (!deleted) {
                addDead(large);
            }
        }
    }

    private long deleteAll(List<Placements.Stored> large) throws IOException {
        long bytes = 0;
        for (Placements.Stored stored : large) {
            bytes += deleteLarge(stored);
        }
        return bytes;
    }

    /// An open pack is never compacted; on a small volume it may hold all the dead space there is.
    private void sealDeadOpenPack() {
        int open = writer.openNumber();
        Tally tally = placements.tally(open);
        if (open > 0 && tally.deadBytes() >= options.packBytes() / PARTS && isMostlyDead(tally)) {
            writer.roll();
            sync.run();
        }
    }

    private boolean isMostlyDead(Tally tally) {
        return tally.deadBytes() >= options.compactionShare() * tally.scannedTo();
    }

    /// Each unclean stop leaves two; in a crowd they are merged.
    private boolean isSmall(Tally tally) {
        return tally.scannedTo() < options.packBytes() / PARTS;
    }

    private List<Integer> emptyPacks() {
        return sealed().filter(pack -> pack.getValue().blobs() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Packs with quarantined records stay: what may still be saved of those is only there.
    private List<Integer> worthCompacting() {
        boolean crowded = sealed().filter(pack -> isSmall(pack.getValue())).count() > SMALL_PACKS;
        return sealed().filter(pack -> pack.getValue().quarantined() == 0)
                .filter(pack ->
                        isMostlyDead(pack.getValue()) || (crowded && isSmall(pack.getValue())))
                .sorted(Comparator.comparingLong(pack -> pack.getValue().storedBytes()))
                .limit(MAX_COMPACTIONS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Stream<Map.Entry<Integer, Tally>> sealed() {
        int below = writer.sealedBelow();
        return placements.tallies().entrySet().stream()
                .filter(shelf -> shelf.getKey() != PlacementIndex.LARGE_FILES)
                .filter(shelf -> shelf.getKey() < below)
                .filter(shelf -> !quarantine.keepsPack(shelf.getKey()));
    }

    private List<Placements.Stored> takeLarge() {
        synchronized (deadLarge) {
            List<Placements.Stored> taken = new ArrayList<>(deadLarge);
            deadLarge.clear();
            return taken;
        }
    }

    private long takeDeadInPacks() {
        synchronized (deadLarge) {
            long taken = deadInPacks;
            deadInPacks = 0;
            return taken;
        }
    }

    private long deleteLarge(Placements.Stored dead) throws IOException {
        if (dead.placement() instanceof Placement.LargeFile file) {
            Path path = layout.large(dead.id(), file.generation());
            if (Files.exists(path)) {
                disk.delete(path);
            }
        }
        return dead.placement().storedBytes();
    }

    private long deletePack(int pack) throws IOException {
        Path path = layout.pack(pack);
        long bytes = Files.exists(path) ? Files.size(path) : 0;
        if (bytes > 0) {
            disk.delete(path);
        }
        files.forget(pack);
        placements.dropShelf(pack);
        return bytes;
    }
}
