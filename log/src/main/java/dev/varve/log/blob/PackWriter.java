package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Appends records to the open pack, from any thread, and hands what was appended to a sync.
final class PackWriter {
    private final Layout layout;
    private final Disk disk;
    private final BlobOptions options;
    private int nextNumber;
    private int sealedBelow;
    private @Nullable OpenPack open;
    private List<OpenPack> full = new ArrayList<>();
    private List<Placements.Stored> pending = new ArrayList<>();

    /// @param resumed the pack to go on with, if the last stop left one
    PackWriter(
            Layout layout,
            Disk disk,
            BlobOptions options,
            int nextNumber,
            @Nullable OpenPack resumed) {
        this.layout = layout;
        this.disk = disk;
        this.options = options;
        this.nextNumber = nextNumber;
        open = resumed;
        sealedBelow = resumed == null ? nextNumber : resumed.number();
    }

    /// What one sync has to make durable. `end` is where the still open pack ended.
    record Batch(
            List<Placements.Stored> stored,
            List<OpenPack> full,
            @Nullable OpenPack open,
            long end,
            int sealedBelow) {
        boolean isEmpty() {
            return stored.isEmpty() && full.isEmpty();
        }

        Map<Integer, Long> scannedTo() {
            Map<Integer, Long> ends = new HashMap<>();
            full.forEach(pack -> ends.put(pack.number(), pack.end()));
            if (open != null) {
                ends.put(open.number(), end);
            }
            return ends;
        }
    }

    /// Appends a whole record: header at 0, frame behind it, and room for padding.
    Placement.InPack append(
            BlobId id, byte[] record, int frameLength, long length, @Nullable Placement replaces)
            throws IOException {
        int unpadded = RecordHeader.BYTES + frameLength;
        int stored = (int) RecordHeader.padded(unpadded);
        for (int i = unpadded; i < stored; i++) {
            record[i] = 0;
        }
        synchronized (this) {
            OpenPack pack = packFor(stored);
            long at = pack.appendRecord(record, stored);
            Placement.InPack placement =
                    new Placement.InPack(pack.number(), at, stored, length, false);
            pending.add(new Placements.Stored(id, placement, replaces));
            return placement;
        }
    }

    private OpenPack packFor(int stored) throws IOException {
        OpenPack pack = open;
        if (pack != null && pack.end() + stored > options.packBytes() && !pack.isEmpty()) {
            roll();
            pack = null;
        }
        if (pack == null) {
            pack =
                    OpenPack.create(
                            nextNumber, layout.pack(nextNumber), disk, options.preallocation());
            disk.forceDirectory(layout.packs());
            nextNumber++;
            open = pack;
        }
        return pack;
    }

    /// Ends the open pack; the next sync seals it.
    synchronized void roll() {
        if (open != null) {
            full.add(open);
            open = null;
        }
    }

    synchronized Batch take() {
        long end = open == null ? 0 : open.end();
        int sealed = open == null ? nextNumber : open.number();
        Batch batch = new Batch(pending, full, open, end, sealed);
        pending = new ArrayList<>();
        full = new ArrayList<>();
        return batch;
    }

    /// Takes back records of a blob that no sync has taken yet.
    synchronized List<Placements.Stored> withdraw(BlobId id) {
        return Placements.withdraw(pending, id);
    }

    /// The number of the pack that takes records, 0 when there is none.
    synchronized int openNumber() {
        return open == null ? 0 : open.number();
    }

    /// Every pack below this number is complete, durable, and all of it in the index.
    synchronized int sealedBelow() {
        return sealedBelow;
    }

    /// Called when everything of a batch is durable and registered, and before anybody relies on it.
    /// The mark tells later that damage in it is damage, and no torn write of a killed process.
    synchronized void registered(Batch batch) throws IOException {
        sealedBelow = Math.max(sealedBelow, batch.sealedBelow());
        OpenPack pack = batch.open();
        if (pack != null) {
            pack.forcedTo(batch.end());
            mark(pack);
        }
    }

    /// On a full volume the next record brings the mark.
    private static void mark(OpenPack pack) throws IOException {
        try {
            pack.markDurable();
        } catch (StoreException.OutOfSpace e) {
            return;
        }
    }

    synchronized void close() throws IOException {
        if (open != null) {
            open.close(false);
        }
    }

    synchronized void abandon() throws IOException {
        for (OpenPack pack : full) {
            pack.abandon();
        }
        if (open != null) {
            open.abandon();
        }
    }
}
