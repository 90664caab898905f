package dev.varve.log.blob;

/// Where this node keeps one blob. Local knowledge: never part of an event.
public sealed interface Placement {
    /// The blob's own length.
    long length();

    /// What it takes on disk, headers included.
    long storedBytes();

    /// Found damaged: not served, not a dedup target, healed by storing the blob anew.
    boolean quarantined();

    /// The pack it lies in, or [PlacementIndex#LARGE_FILES].
    int shelf();

    Placement inQuarantine();

    /// A record of `storedBytes` (a multiple of 8) that begins at `offset` of a pack.
    record InPack(int pack, long offset, long storedBytes, long length, boolean quarantined)
            implements Placement {
        public InPack {
            if (pack < 1 || offset < 0 || storedBytes < 0 || length < 0) {
                throw new IllegalArgumentException("not a place in a pack");
            }
        }

        @Override
        public int shelf() {
            return pack;
        }

        @Override
        public InPack inQuarantine() {
            return new InPack(pack, offset, storedBytes, length, true);
        }
    }

    /// A file of its own; `generation` tells it from earlier files of the same blob.
    record LargeFile(long generation, long storedBytes, long length, boolean quarantined)
            implements Placement {
        public LargeFile {
            if (generation < 0 || storedBytes < 0 || length < 0) {
                throw new IllegalArgumentException("not a large file");
            }
        }

        @Override
        public int shelf() {
            return PlacementIndex.LARGE_FILES;
        }

        @Override
        public LargeFile inQuarantine() {
            return new LargeFile(generation, storedBytes, length, true);
        }
    }
}
