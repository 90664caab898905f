package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;

/// Copies what still lives in a sealed pack to the open one and points the index there. A blob that
/// was condemned or moved meanwhile is left alone.
final class Compaction {
    private final Placements placements;
    private final PackFiles files;
    private final Layout layout;
    private final Quarantine quarantine;
    private final PackWriter writer;
    private final Runnable sync;

    Compaction(
            Placements placements,
            PackFiles files,
            Layout layout,
            Quarantine quarantine,
            PackWriter writer,
            Runnable sync) {
        this.placements = placements;
        this.files = files;
        this.layout = layout;
        this.quarantine = quarantine;
        this.writer = writer;
        this.sync = sync;
    }

    /// @throws Pace.Ended half way, which does no harm
    void run(int pack, Pace pace) throws IOException {
        long size = Files.size(layout.pack(pack));
        Mover mover = new Mover(pack, pace);
        PackScanner.Outcome outcome =
                new PackScanner(files, pack, size).scan(PackFormat.HEADER_BYTES, mover);
        outcome.damages().forEach(mover::quarantine);
        sync.run();
        Tally left = placements.tally(pack);
        if (left.blobs() > left.quarantined()) {
            quarantine.keep(layout.pack(pack), "blobs that could not be moved");
        }
    }

    private final class Mover implements PackScanner.Visitor {
        private final int pack;
        private final Pace pace;

        Mover(int pack, Pace pace) {
            this.pack = pack;
            this.pace = pace;
        }

        @Override
        public void record(
                RecordHeader header, long at, byte[] bytes, int offset, boolean behindDamage)
                throws IOException {
            pace.took(header.paddedBytes());
            Optional<Placement> live = liveAt(header.id(), at);
            if (live.isPresent()) {
                pace.took(header.paddedBytes());
                int end = offset + (int) header.paddedBytes();
                byte[] record = Arrays.copyOfRange(bytes, offset, end);
                int frame = (int) header.storedLength();
                writer.append(header.id(), record, frame, header.length(), live.get());
            }
        }

        /// Damage that still says whose it is.
        void quarantine(PackScanner.Damage damage) {
            damage.blob()
                    .ifPresent(id ->
                            liveAt(id, damage.at())
                                    .ifPresent(live -> placements.quarantine(id, live)));
        }

        private Optional<Placement> liveAt(BlobId id, long at) {
            return placements
                    .find(id)
                    .filter(found ->
                            found instanceof Placement.InPack in
                                    && in.pack() == pack
                                    && in.offset() == at);
        }
    }
}
