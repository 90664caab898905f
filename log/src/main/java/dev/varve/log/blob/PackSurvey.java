package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.Oddity;
import dev.varve.log.BlobStore.SurveyFinding;
import dev.varve.log.BlobStore.SurveyWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/// Finds records of blobs that are found elsewhere, which compaction frees with the rest of what is
/// dead in a pack, and files that are no packs of this store.
final class PackSurvey {
    private final Layout layout;
    private final Placements placements;
    private final PackFiles files;
    private final Quarantine quarantine;
    private final PackWriter writer;
    private final Reclaim reclaim;

    PackSurvey(
            Layout layout,
            Placements placements,
            PackFiles files,
            Quarantine quarantine,
            PackWriter writer,
            Reclaim reclaim) {
        this.layout = layout;
        this.placements = placements;
        this.files = files;
        this.quarantine = quarantine;
        this.writer = writer;
        this.reclaim = reclaim;
    }

    void run(SurveyWatch watch) throws IOException {
        strangers(watch);
        NavigableMap<Integer, Path> packs = layout.listPacks();
        for (Map.Entry<Integer, Path> pack : packs.entrySet()) {
            // No pack is moved or deleted while it is read.
            synchronized (reclaim) {
                if (Files.exists(pack.getValue())) {
                    look(pack.getKey(), pack.getValue(), watch);
                }
            }
        }
    }

    private void strangers(SurveyWatch watch) throws IOException {
        for (Path file : layout.listPackDirectory()) {
            if (!Layout.isPack(file)) {
                tell(Oddity.MISPLACED, file, 0, Optional.empty(), size(file), "no pack", watch);
            }
        }
    }

    private void look(int pack, Path file, SurveyWatch watch) throws IOException {
        if (quarantine.keepsPack(pack)) {
            String what = "kept for bytes that cannot be read";
            tell(Oddity.QUARANTINED, file, 0, Optional.empty(), size(file), what, watch);
        }
        boolean known = placements.tallies().containsKey(pack);
        if (known) {
            walk(pack, file, placements.tally(pack).scannedTo(), watch);
        } else if (pack < writer.sealedBelow()) {
            String what = "the index does not know it; the next start takes it up";
            tell(Oddity.MISPLACED, file, 0, Optional.empty(), size(file), what, watch);
        }
    }

    /// From header to header; what cannot be read is for a scrub to tell.
    private void walk(int pack, Path file, long end, SurveyWatch watch) throws IOException {
        byte[] bytes = new byte[RecordHeader.BYTES];
        long at = PackFormat.HEADER_BYTES;
        while (at < end) {
            int read = files.read(pack, at, bytes, bytes.length);
            boolean mark =
                    read >= PackFormat.MARK_BYTES
                            && PackFormat.readMark(bytes, 0, pack, at) != null;
            if (mark) {
                at += PackFormat.MARK_BYTES;
            } else if (read == bytes.length && RecordHeader.isIntact(bytes, 0)) {
                RecordHeader header = RecordHeader.read(bytes, 0);
                record(pack, file, at, header, watch);
                at += header.paddedBytes();
            } else {
                return;
            }
        }
    }

    private void record(int pack, Path file, long at, RecordHeader header, SurveyWatch watch) {
        Optional<Placement> found = placements.find(header.id());
        boolean elsewhere =
                found.filter(placed -> !placed.quarantined())
                        .filter(placed ->
                                !(placed instanceof Placement.InPack in
                                        && in.pack() == pack
                                        && in.offset() == at))
                        .isPresent();
        if (elsewhere) {
            Optional<BlobId> id = Optional.of(header.id());
            String what = "found elsewhere; compaction frees it";
            tell(Oddity.DUPLICATE, file, at, id, header.paddedBytes(), what, watch);
        }
    }

    private void tell(
            Oddity oddity,
            Path file,
            long at,
            Optional<BlobId> id,
            long bytes,
            String what,
            SurveyWatch watch) {
        watch.accept(new SurveyFinding(oddity, layout.name(file), at, id, bytes, what, false));
    }

    private static long size(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }
}
