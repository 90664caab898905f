package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what packs hold beyond the placement index into it.
final class PackRecovery {
    private static final int BATCH = 1024;
    private final Layout layout;
    private final Dictionaries dictionaries;
    private final Placements placements;
    private final PackFiles files;
    private final Identity identity;
    private final DamagedPacks damaged;

    PackRecovery(
            Layout layout,
            Dictionaries dictionaries,
            Placements placements,
            PackFiles files,
            Identity identity,
            DamagedPacks damaged) {
        this.layout = layout;
        this.dictionaries = dictionaries;
        this.placements = placements;
        this.files = files;
        this.identity = identity;
        this.damaged = damaged;
    }

    boolean isSealed(int pack) throws IOException {
        PackFormat.Mark last = lastMark(pack);
        return last != null && last.seal();
    }

    /// The mark that a complete pack ends with.
    private PackFormat.@Nullable Mark lastMark(int pack) throws IOException {
        long at = size(pack) - PackFormat.MARK_BYTES;
        byte[] bytes = new byte[PackFormat.MARK_BYTES];
        if (at < PackFormat.HEADER_BYTES
                || files.read(pack, at, bytes, bytes.length) < bytes.length) {
            return null;
        }
        return PackFormat.readMark(bytes, 0, pack, at);
    }

    /// Registers the records of a pack that was closed in order where they are.
    void readInPlace(int pack) throws IOException {
        long from = begin(pack);
        if (from < 0) {
            return;
        }
        if (from == PackFormat.HEADER_BYTES) {
            checkHeader(pack);
        }
        InPlace visitor = new InPlace(pack);
        PackScanner.Outcome outcome = scan(pack, from, visitor);
        for (PackScanner.Damage damage : outcome.damages()) {
            damaged.damaged(pack, damage);
        }
        if (outcome.tornBytes() > 0) {
            String what = outcome.tornBytes() + " unreadable bytes at the end";
            damaged.unproven(pack, outcome.end(), what);
        } else if (!outcome.endsWithMark()) {
            report(pack, outcome.end(), Optional.empty(), "the pack lost its end");
        }
        visitor.register(Map.of(pack, size(pack)));
    }

    PackScanner.Outcome scan(int pack, long from, PackScanner.Visitor visitor) throws IOException {
        return new PackScanner(files, pack, size(pack)).scan(from, visitor);
    }

    /// Where reading has to begin, -1 when there is nothing to read.
    long begin(int pack) throws IOException {
        long scanned = placements.tally(pack).scannedTo();
        long size = size(pack);
        if (scanned > size) {
            report(pack, size, Optional.empty(), "the pack lost its end; it had " + scanned);
        }
        return scanned >= size ? -1 : Math.max(scanned, PackFormat.HEADER_BYTES);
    }

    void checkHeader(int pack) throws IOException {
        byte[] bytes = new byte[PackFormat.HEADER_BYTES];
        int read = files.read(pack, 0, bytes, bytes.length);
        if (read < bytes.length || !PackFormat.isHeader(bytes, pack)) {
            report(pack, 0, Optional.empty(), "damaged pack header");
        } else if (PackFormat.version(bytes) != PackFormat.VERSION) {
            throw new StoreException.FromTheFuture(
                    name(pack) + " has version " + PackFormat.version(bytes));
        }
    }

    long size(int pack) throws IOException {
        return Files.size(layout.pack(pack));
    }

    void forget(int pack) throws IOException {
        files.forget(pack);
    }

    Layout layout() {
        return layout;
    }

    Placements placements() {
        return placements;
    }

    private void report(int pack, long at, Optional<BlobId> blob, String what) {
        damaged.report(pack, at, blob, what);
    }

    private String name(int pack) {
        return layout.name(layout.pack(pack));
    }

    /// Whether the content is what the id names. An id that cannot be checked for want of a key is
    /// believed unless `strict`.
    boolean isProven(int pack, RecordHeader header, byte[] bytes, int offset, boolean strict)
            throws IOException {
        if (!identity.canProve(header.id())) {
            return !strict;
        }
        try (BlockSource record =
                new RecordBytes(header, bytes, offset, name(pack), dictionaries)) {
            return identity.holds(header, record);
        } catch (StoreException.Corrupt e) {
            return false;
        }
    }

    private final class InPlace implements PackScanner.Visitor {
        private final int pack;
        private final List<Placements.Stored> batch = new ArrayList<>();

        InPlace(int pack) {
            this.pack = pack;
        }

        @Override
        public void record(
                RecordHeader header, long at, byte[] bytes, int offset, boolean behindDamage)
                throws IOException {
            if (behindDamage && !isProven(pack, header, bytes, offset, true)) {
                return;
            }
            Placement placement =
                    new Placement.InPack(pack, at, header.paddedBytes(), header.length(), false);
            batch.add(new Placements.Stored(header.id(), placement, null));
            if (batch.size() == BATCH) {
                register(Map.of());
            }
        }

        /// How far the pack is known must not get ahead of the damage found in it.
        void register(Map<Integer, Long> scannedTo) {
            placements.register(batch, scannedTo);
            batch.clear();
        }
    }
}
