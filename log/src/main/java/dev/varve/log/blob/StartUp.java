package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Brings the placement index level with what is on disk. After an unclean stop, what an unsealed
/// pack holds beyond the index is not trusted in place: it is proven and copied to a new pack.
final class StartUp {
    private static final int BATCH = 1024;
    private final BlobOptions options;
    private final Layout layout;
    private final Disk disk;
    private final Placements placements;
    private final PackFiles files;
    private final Identity identity;
    private final List<ScrubFinding> findings = new ArrayList<>();
    private final List<Placements.Stored> dead = new ArrayList<>();
    private NavigableMap<Integer, Path> packs = new TreeMap<>();

    /// A number that the index still knows is not used again: its tally is of another pack.
    private int lastKnown;

    StartUp(
            BlobOptions options,
            Layout layout,
            Disk disk,
            Placements placements,
            PackFiles files,
            Identity identity) {
        this.options = options;
        this.layout = layout;
        this.disk = disk;
        this.placements = placements;
        this.files = files;
        this.identity = identity;
    }

    /// @param dead large files that no placement names any more
    record Outcome(
            int nextNumber,
            @Nullable OpenPack resumed,
            List<ScrubFinding> findings,
            List<Placements.Stored> dead) {}

    Outcome run() throws IOException {
        layout.create(disk);
        layout.emptyTemporary(disk);
        packs = layout.listPacks();
        lastKnown = placements.tallies().keySet().stream().mapToInt(pack -> pack).max().orElse(0);
        reportMissing();
        List<Integer> unproven = new ArrayList<>();
        for (int pack : packs.keySet()) {
            if (options.afterUncleanStop() && !isSealed(pack)) {
                unproven.add(pack);
            } else {
                readInPlace(pack);
            }
        }
        for (int pack : unproven) {
            prove(pack);
        }
        readLargeFiles();
        placements.flush();
        return new Outcome(nextNumber(), resume(), findings, dead);
    }

    private void reportMissing() {
        placements
                .tallies()
                .forEach((shelf, tally) -> {
                    if (shelf == PlacementIndex.LARGE_FILES || packs.containsKey(shelf)) {
                        return;
                    }
                    if (tally.blobs() > 0) {
                        report(shelf, 0, Optional.empty(), "the pack is missing");
                    } else {
                        placements.dropShelf(shelf);
                    }
                });
    }

    private boolean isSealed(int pack) throws IOException {
        long at = size(pack) - PackFormat.SEAL_BYTES;
        byte[] bytes = new byte[PackFormat.SEAL_BYTES];
        return at >= PackFormat.HEADER_BYTES
                && files.read(pack, at, bytes, bytes.length) == bytes.length
                && PackFormat.isSeal(bytes, 0, pack, at);
    }

    private void readInPlace(int pack) throws IOException {
        long from = begin(pack);
        if (from < 0) {
            return;
        }
        InPlace visitor = new InPlace(pack);
        PackScanner.Outcome outcome = new PackScanner(files, pack, size(pack)).scan(from, visitor);
        if (outcome.tornBytes() > 0) {
            report(
                    pack,
                    outcome.end(),
                    Optional.empty(),
                    outcome.tornBytes() + " unreadable bytes");
        }
        visitor.register(size(pack));
    }

    private void prove(int pack) throws IOException {
        long from = begin(pack);
        if (from < 0) {
            return;
        }
        int number = nextNumber();
        Copy copy = new Copy(pack, number);
        new PackScanner(files, pack, size(pack)).scan(from, copy);
        if (copy.target != null) {
            copy.target.force();
            copy.target.seal();
            disk.move(copy.target.path(), layout.pack(number));
            disk.forceDirectory(layout.packs());
            packs.put(number, layout.pack(number));
            readInPlace(number);
        }
        placements.register(List.of(), Map.of(pack, size(pack)));
    }

    /// Where reading has to begin, -1 when there is nothing to read.
    private long begin(int pack) throws IOException {
        long scanned = placements.tally(pack).scannedTo();
        long size = size(pack);
        if (scanned > size) {
            report(pack, size, Optional.empty(), "the pack lost its end; it had " + scanned);
        }
        if (scanned >= size) {
            return -1;
        }
        if (scanned == 0) {
            checkHeader(pack);
        }
        return Math.max(scanned, PackFormat.HEADER_BYTES);
    }

    private void checkHeader(int pack) throws IOException {
        byte[] bytes = new byte[PackFormat.HEADER_BYTES];
        int read = files.read(pack, 0, bytes, bytes.length);
        if (read < bytes.length || !PackFormat.isHeader(bytes, pack)) {
            report(pack, 0, Optional.empty(), "damaged pack header");
        } else if (PackFormat.version(bytes) != PackFormat.VERSION) {
            throw new StoreException.FromTheFuture(
                    name(pack) + " has version " + PackFormat.version(bytes));
        }
    }

    private long size(int pack) throws IOException {
        return Files.size(layout.pack(pack));
    }

    private int nextNumber() {
        int last = packs.isEmpty() ? 0 : packs.lastKey();
        return Math.max(last, lastKnown) + 1;
    }

    private @Nullable OpenPack resume() throws IOException {
        if (packs.isEmpty() || options.afterUncleanStop()) {
            return null;
        }
        int last = packs.lastKey();
        long size = size(last);
        boolean complete = placements.tally(last).scannedTo() == size && size % 8 == 0;
        if (!complete || size >= options.packBytes() || isSealed(last)) {
            return null;
        }
        return OpenPack.resume(last, layout.pack(last), disk, options.preallocation(), size);
    }

    private void report(int pack, long at, Optional<BlobId> blob, String what) {
        findings.add(new ScrubFinding(name(pack), at, blob, what));
    }

    private String name(int pack) {
        return layout.name(layout.pack(pack));
    }

    private void readLargeFiles() throws IOException {
        boolean listed = placements.tally(PlacementIndex.LARGE_FILES).scannedTo() > 0;
        if (listed && !options.afterUncleanStop()) {
            return;
        }
        for (Path file : layout.listLarge()) {
            readLargeFile(file);
        }
        placements.register(List.of(), Map.of(PlacementIndex.LARGE_FILES, 1L));
    }

    private void readLargeFile(Path file) throws IOException {
        String name = layout.name(file);
        try (LargeReader reader = LargeReader.open(file, name)) {
            RecordHeader header = reader.header();
            LargeCheck.structure(reader, name);
            Placement placement =
                    new Placement.LargeFile(
                            Layout.generation(file), Files.size(file), header.length(), false);
            if (!layout.large(header.id(), Layout.generation(file)).equals(file)) {
                throw new StoreException.Corrupt(name, 0, "holds " + header.id());
            }
            dead.addAll(
                    placements.register(
                            List.of(new Placements.Stored(header.id(), placement, null)),
                            new HashMap<>()));
        } catch (StoreException.Corrupt e) {
            findings.add(
                    new ScrubFinding(name, 0, Optional.empty(), String.valueOf(e.getMessage())));
        }
    }

    /// Registers records where they are.
    private final class InPlace implements PackScanner.Visitor {
        private final int pack;
        private final List<Placements.Stored> batch = new ArrayList<>();
        private boolean behindDamage;

        InPlace(int pack) {
            this.pack = pack;
        }

        @Override
        public void record(RecordHeader header, long at, byte[] bytes, int offset)
                throws IOException {
            if (behindDamage && !isProven(header, bytes, offset, name(pack))) {
                return;
            }
            Placement placement =
                    new Placement.InPack(pack, at, header.paddedBytes(), header.length(), false);
            batch.add(new Placements.Stored(header.id(), placement, null));
            if (batch.size() == BATCH) {
                register(at + header.paddedBytes());
            }
        }

        @Override
        public void damaged(long at, Optional<RecordHeader> header) {
            behindDamage = true;
            report(pack, at, header.map(RecordHeader::id), "damaged record");
        }

        void register(long scannedTo) {
            placements.register(batch, Map.of(pack, scannedTo));
            batch.clear();
        }
    }

    /// Copies what is proven and not here yet into a pack that nobody sees before it is complete.
    private final class Copy implements PackScanner.Visitor {
        private final int pack;
        private final int number;
        private @Nullable OpenPack target;

        Copy(int pack, int number) {
            this.pack = pack;
            this.number = number;
        }

        @Override
        public void record(RecordHeader header, long at, byte[] bytes, int offset)
                throws IOException {
            if (placements.findIntact(header.id()).isPresent()) {
                return;
            }
            if (!isProven(header, bytes, offset, name(pack))) {
                report(pack, at, Optional.of(header.id()), "the content is not what its id names");
                return;
            }
            OpenPack to = target;
            if (to == null) {
                Path path = layout.temporary().resolve("recovered-" + number);
                to = OpenPack.create(number, path, disk, options.preallocation());
                target = to;
            }
            to.append(bytes, offset, (int) header.paddedBytes());
        }

        @Override
        public void damaged(long at, Optional<RecordHeader> header) {
            report(pack, at, header.map(RecordHeader::id), "damaged record");
        }
    }

    private boolean isProven(RecordHeader header, byte[] bytes, int offset, String file)
            throws IOException {
        try (BlockSource record = new RecordBytes(header, bytes, offset, file)) {
            return identity.canProve(header.id()) && identity.holds(header, record);
        } catch (StoreException.Corrupt e) {
            return false;
        }
    }
}
