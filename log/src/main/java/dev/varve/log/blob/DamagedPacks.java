package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubFinding;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What start-up makes of bytes of packs that it cannot read: it reports them, and sees to it that
/// nothing deletes what may have been acknowledged.
final class DamagedPacks {
    private static final int CHECKSUM = 8;
    private final Layout layout;
    private final PackFiles files;
    private final Placements placements;
    private final Quarantine quarantine;
    private final Consumer<ScrubFinding> findings;

    DamagedPacks(
            Layout layout,
            PackFiles files,
            Placements placements,
            Quarantine quarantine,
            Consumer<ScrubFinding> findings) {
        this.layout = layout;
        this.files = files;
        this.placements = placements;
        this.quarantine = quarantine;
        this.findings = findings;
    }

    void report(int pack, long at, Optional<BlobId> blob, String what) {
        findings.accept(new ScrubFinding(layout.name(layout.pack(pack)), at, blob, what));
    }

    /// Damage of what was durable. While the record still says whose it is, its placement in
    /// quarantine keeps the pack until the blob is stored anew; otherwise the pack stays.
    void damaged(int pack, PackScanner.Damage damage) throws IOException {
        report(pack, damage.at(), damage.blob(), "damaged record");
        Optional<RecordHeader> header = header(pack, damage.at());
        if (header.isEmpty()) {
            keep(pack, "damaged record at byte " + damage.at());
        } else if (placements.find(header.get().id()).isEmpty()) {
            RecordHeader of = header.get();
            Placement placement =
                    new Placement.InPack(pack, damage.at(), of.paddedBytes(), of.length(), true);
            placements.register(List.of(new Placements.Stored(of.id(), placement, null)), Map.of());
        }
    }

    /// Bytes that cannot be read, and that may or may not have been durable.
    void unproven(int pack, long at, String what) throws IOException {
        report(pack, at, Optional.empty(), what);
        keep(pack, what + " from byte " + at + " on");
    }

    /// Goes through all that a scan behind a durable point could not read; gives whether the pack has
    /// to stay as it is.
    boolean examine(int pack, PackScanner.Outcome outcome) throws IOException {
        boolean found = false;
        long doubtful = -1;
        for (PackScanner.Damage damage : outcome.damages()) {
            if (damage.at() < outcome.durableTo()) {
                damaged(pack, damage);
                found = true;
            } else if (doubtful < 0) {
                doubtful = damage.at();
            }
        }
        if (doubtful < 0 && !isTornWrite(pack, outcome)) {
            doubtful = outcome.end();
        }
        if (doubtful >= 0) {
            unproven(pack, doubtful, "unreadable bytes that no mark proves to have been durable");
        }
        return found || doubtful >= 0;
    }

    /// A process that is killed leaves at most the beginning of one record, and nothing behind it.
    private boolean isTornWrite(int pack, PackScanner.Outcome outcome) throws IOException {
        long unfinished =
                header(pack, outcome.end())
                        .map(header -> RecordHeader.BYTES + header.storedLength() - CHECKSUM)
                        .orElse((long) RecordHeader.BYTES - 1);
        return outcome.tornBytes() <= unfinished;
    }

    private void keep(int pack, String what) throws IOException {
        quarantine.keep(layout.pack(pack), what);
    }

    private Optional<RecordHeader> header(int pack, long at) throws IOException {
        byte[] bytes = new byte[RecordHeader.BYTES];
        int read = files.read(pack, at, bytes, bytes.length);
        return read == bytes.length && RecordHeader.isIntact(bytes, 0)
                ? Optional.of(RecordHeader.read(bytes, 0))
                : Optional.empty();
    }
}
