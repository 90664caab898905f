package dev.varve.log.blob;

import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings the placement index level with what is on disk, before anything relies on it.
final class StartUp {
    private final BlobOptions options;
    private final Layout layout;
    private final Dictionaries dictionaries;
    private final Disk disk;
    private final Placements placements;
    private final PackFiles files;
    private final Identity identity;
    private final Quarantine quarantine;
    private final List<ScrubFinding> findings = new ArrayList<>();

    StartUp(
            BlobOptions options,
            Layout layout,
            Dictionaries dictionaries,
            Disk disk,
            Placements placements,
            PackFiles files,
            Identity identity,
            Quarantine quarantine) {
        this.options = options;
        this.layout = layout;
        this.dictionaries = dictionaries;
        this.disk = disk;
        this.placements = placements;
        this.files = files;
        this.identity = identity;
        this.quarantine = quarantine;
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
        dictionaries.complete(disk);
        boolean inDoubt = !new CleanMark(options.root(), disk).take() || options.afterDoubt();
        NavigableMap<Integer, Path> packs = layout.listPacks();
        dropStillborn(packs);
        int next = nextNumber(packs);
        reportMissing(packs);
        quarantine.load(findings::add);
        reportQuarantined();
        DamagedPacks damaged =
                new DamagedPacks(layout, files, placements, quarantine, findings::add);
        PackRecovery recovery =
                new PackRecovery(layout, dictionaries, placements, files, identity, damaged);
        List<Integer> unproven = new ArrayList<>();
        for (int pack : packs.keySet()) {
            if ((inDoubt || quarantine.keepsPack(pack)) && !recovery.isSealed(pack)) {
                unproven.add(pack);
            } else {
                recovery.readInPlace(pack);
            }
        }
        PackProof proof = new PackProof(options, disk, recovery, damaged);
        for (int pack : unproven) {
            next += proof.prove(pack, next) ? 1 : 0;
        }
        List<Placements.Stored> dead =
                new LargeRecovery(layout, dictionaries, disk, placements, quarantine, findings::add)
                        .run(inDoubt);
        placements.flush();
        OpenPack resumed = packs.isEmpty() || inDoubt ? null : resume(packs.lastKey(), recovery);
        return new Outcome(next, resumed, findings, dead);
    }

    /// A kill while a pack was made leaves an empty file: its header is forced before any record.
    private void dropStillborn(NavigableMap<Integer, Path> packs) throws IOException {
        Iterator<Map.Entry<Integer, Path>> each = packs.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Integer, Path> pack = each.next();
            boolean empty = Files.size(pack.getValue()) == 0;
            if (empty && placements.tally(pack.getKey()).blobs() == 0) {
                disk.delete(pack.getValue());
                each.remove();
            }
        }
    }

    /// A number that the index still knows is not used again: its tally is of another pack.
    private int nextNumber(NavigableMap<Integer, Path> packs) {
        int last = packs.isEmpty() ? 0 : packs.lastKey();
        int known = placements.tallies().keySet().stream().mapToInt(pack -> pack).max().orElse(0);
        return Math.max(last, known) + 1;
    }

    private void reportMissing(Map<Integer, Path> packs) {
        placements
                .tallies()
                .forEach((shelf, tally) -> {
                    if (shelf != PlacementIndex.LARGE_FILES && !packs.containsKey(shelf)) {
                        missing(shelf, tally);
                    }
                });
    }

    private void reportQuarantined() {
        placements
                .tallies()
                .forEach((shelf, tally) -> {
                    if (tally.quarantined() > 0) {
                        boolean large = shelf == PlacementIndex.LARGE_FILES;
                        String name = layout.name(large ? layout.large() : layout.pack(shelf));
                        String what = tally.quarantined() + " damaged blobs in quarantine";
                        findings.add(new ScrubFinding(name, 0, Optional.empty(), what));
                    }
                });
    }

    private void missing(int pack, Tally tally) {
        if (tally.blobs() == 0) {
            placements.dropShelf(pack);
        } else {
            String name = layout.name(layout.pack(pack));
            findings.add(new ScrubFinding(name, 0, Optional.empty(), "the pack is missing"));
        }
    }

    private @Nullable OpenPack resume(int last, PackRecovery recovery) throws IOException {
        long size = recovery.size(last);
        boolean complete = placements.tally(last).scannedTo() == size && size % 8 == 0;
        boolean damaged = quarantine.keepsPack(last) || placements.tally(last).quarantined() > 0;
        if (damaged
                || !complete
                || size < PackFormat.HEADER_BYTES
                || size >= options.packBytes()
                || recovery.isSealed(last)) {
            return null;
        }
        return OpenPack.resume(last, layout.pack(last), disk, options.preallocation(), size);
    }
}
