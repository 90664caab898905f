package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubStep;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.BlobStore.ScrubWatch;
import dev.varve.log.Disk;
import dev.varve.log.Pace;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Re-reads everything that can be found. What is damaged is quarantined and reported; what was
/// moved or condemned meanwhile is nobody's loss.
final class Scrub {
    private static final int PAGE = 256;
    private static final int MOVES = 10;
    private final Layout layout;
    private final Placements placements;
    private final PackFiles files;
    private final BlobReads reads;
    private final Identity identity;
    private final Dictionaries dictionaries;
    private final Disk disk;

    Scrub(
            Layout layout,
            Placements placements,
            PackFiles files,
            BlobReads reads,
            Identity identity,
            Dictionaries dictionaries,
            Disk disk) {
        this.dictionaries = dictionaries;
        this.disk = disk;
        this.layout = layout;
        this.placements = placements;
        this.files = files;
        this.reads = reads;
        this.identity = identity;
    }

    ScrubStep run(ScrubDepth depth, @Nullable BlobId after, ScrubWatch found, Pace pace) {
        Pass pass = new Pass(depth, found, pace);
        forgetMissing();
        if (after == null) {
            placements.tallies().keySet().forEach(pass::checkPackHeader);
            pass.checkDictionaries();
        }
        BlobId last = after;
        List<BlobId> page = placements.index().page(last, PAGE);
        while (!page.isEmpty()) {
            for (BlobId id : page) {
                if (!pace.goesOn() || !pass.check(id)) {
                    return new ScrubStep(pass.soFar(), last, false);
                }
                last = id;
            }
            page = placements.index().page(last, PAGE);
        }
        return new ScrubStep(pass.soFar(), last, true);
    }

    private void forgetMissing() {
        try {
            files.forgetMissing();
        } catch (IOException e) {
            throw new StoreException.Failed("closing packs that are gone", e);
        }
    }

    private final class Pass {
        private final ScrubDepth depth;
        private final ScrubWatch found;
        private final Pace pace;
        private long blobs;
        private long bytes;
        private long findings;

        Pass(ScrubDepth depth, ScrubWatch found, Pace pace) {
            this.pace = pace;
            this.depth = depth;
            this.found = found;
        }

        ScrubSummary soFar() {
            return new ScrubSummary(blobs, bytes, findings);
        }

        void checkPackHeader(int pack) {
            if (pack == PlacementIndex.LARGE_FILES) {
                return;
            }
            String name = layout.name(layout.pack(pack));
            byte[] header = new byte[PackFormat.HEADER_BYTES];
            try {
                int read = files.read(pack, 0, header, header.length);
                if (read < header.length || !PackFormat.isHeader(header, pack)) {
                    report(name, 0, Optional.empty(), "damaged pack header");
                }
            } catch (IOException e) {
                if (placements.tallies().containsKey(pack)) {
                    report(name, 0, Optional.empty(), "cannot be read: " + e);
                }
            }
        }

        void checkDictionaries() {
            try {
                dictionaries.check(disk, (file, what) -> report(file, 0, Optional.empty(), what));
            } catch (IOException e) {
                throw new StoreException.Failed("reading dictionaries", e);
            }
        }

        /// False when it was told to end before it was through.
        boolean check(BlobId id) {
            try {
                examine(id);
                found.looked(soFar());
                return true;
            } catch (Pace.Ended e) {
                return false;
            }
        }

        /// Where the blob is by now, should it be moved meanwhile.
        private void examine(BlobId id) {
            Optional<Placement> at = find(id);
            at.ifPresent(_ -> blobs++);
            bytes += at.map(Placement::length).orElse(0L);
            for (int move = 0; move < MOVES; move++) {
                if (at.isEmpty() || isExamined(id, at.get())) {
                    return;
                }
                at = find(id);
            }
        }

        private Optional<Placement> find(BlobId id) {
            try {
                return placements.find(id);
            } catch (StoreException.Corrupt e) {
                report(e.file(), e.offset(), Optional.of(id), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        /// False when there is another placement by now.
        private boolean isExamined(BlobId id, Placement at) {
            try {
                read(id, at);
                return !at.quarantined()
                        || damaged(
                                id,
                                at,
                                new StoreException.Corrupt(
                                        file(id, at), offset(at), "in quarantine"));
            } catch (StoreException.Corrupt e) {
                return damaged(id, at, e);
            } catch (NoSuchFileException e) {
                String what = "the file is missing";
                return damaged(id, at, new StoreException.Corrupt(file(id, at), 0, what, e));
            } catch (IOException e) {
                report(file(id, at), offset(at), Optional.of(id), "cannot be read: " + e);
                return true;
            }
        }

        private void read(BlobId id, Placement at) throws IOException {
            try (BlockSource source = reads.source(id, at)) {
                RecordHeader header = source.header();
                pace.took(RecordHeader.BYTES);
                boolean whole = !(source instanceof LargeReader large) || isWhole(large, id, at);
                if (depth == ScrubDepth.DEEP || !whole) {
                    prove(header, new PacedSource(source, pace), at);
                }
            }
        }

        /// Damage beside the blocks is reported, but while every block can be read so can the blob.
        private boolean isWhole(LargeReader large, BlobId id, Placement at) throws IOException {
            try {
                LargeCheck.structure(large, file(id, at));
                return true;
            } catch (StoreException.Corrupt e) {
                report(file(id, at), 0, Optional.of(id), String.valueOf(e.getMessage()));
                return false;
            }
        }

        private void prove(RecordHeader header, BlockSource source, Placement at)
                throws IOException {
            if (!identity.matches(header, source)) {
                throw new StoreException.Corrupt(
                        file(header.id(), at), offset(at), "the content is not what its id names");
            }
        }

        private boolean damaged(BlobId id, Placement at, StoreException.Corrupt cause) {
            boolean still =
                    placements.quarantine(id, at)
                            || placements.find(id).equals(Optional.of(at.inQuarantine()));
            if (still) {
                report(
                        file(id, at),
                        offset(at),
                        Optional.of(id),
                        String.valueOf(cause.getMessage()));
            }
            return still;
        }

        private void report(String file, long at, Optional<BlobId> blob, String what) {
            findings++;
            found.accept(new ScrubFinding(file, at, blob, what));
        }

        private String file(BlobId id, Placement at) {
            return reads.file(id, at);
        }

        private long offset(Placement at) {
            return at instanceof Placement.InPack in ? in.offset() : 0;
        }
    }
}
