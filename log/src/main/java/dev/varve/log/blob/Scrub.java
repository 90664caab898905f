package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.BlobStore.ScrubWatch;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Re-reads everything that can be found. What is damaged is quarantined and reported; what was
/// moved or condemned meanwhile is nobody's loss.
final class Scrub {
    private final Layout layout;
    private final Placements placements;
    private final PackFiles files;
    private final BlobReads reads;
    private final Identity identity;

    Scrub(
            Layout layout,
            Placements placements,
            PackFiles files,
            BlobReads reads,
            Identity identity) {
        this.layout = layout;
        this.placements = placements;
        this.files = files;
        this.reads = reads;
        this.identity = identity;
    }

    ScrubSummary run(ScrubDepth depth, ScrubWatch found) {
        Pass pass = new Pass(depth, found);
        placements.tallies().keySet().forEach(pass::checkPackHeader);
        placements.index().forEach(pass::check);
        return pass.soFar();
    }

    private final class Pass {
        private final ScrubDepth depth;
        private final ScrubWatch found;
        private long blobs;
        private long bytes;
        private long findings;

        Pass(ScrubDepth depth, ScrubWatch found) {
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

        void check(BlobId id, Placement at) {
            blobs++;
            bytes += at.length();
            examine(id, at);
            found.looked(soFar());
        }

        private void examine(BlobId id, Placement at) {
            try {
                read(id, at);
                if (at.quarantined()) {
                    damaged(
                            id,
                            at,
                            new StoreException.Corrupt(file(id, at), offset(at), "in quarantine"));
                }
            } catch (StoreException.Corrupt e) {
                damaged(id, at, e);
            } catch (NoSuchFileException e) {
                damaged(
                        id,
                        at,
                        new StoreException.Corrupt(file(id, at), 0, "the file is missing", e));
            } catch (IOException e) {
                report(file(id, at), offset(at), Optional.of(id), "cannot be read: " + e);
            }
        }

        private void read(BlobId id, Placement at) throws IOException {
            try (BlockSource source = reads.source(id, at)) {
                RecordHeader header = source.header();
                boolean whole = !(source instanceof LargeReader large) || isWhole(large, id, at);
                if (depth == ScrubDepth.DEEP || !whole) {
                    prove(header, source, at);
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

        private void damaged(BlobId id, Placement at, StoreException.Corrupt cause) {
            boolean still = placements.quarantine(id, at) || at.quarantined();
            if (still) {
                report(
                        file(id, at),
                        offset(at),
                        Optional.of(id),
                        String.valueOf(cause.getMessage()));
            }
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
