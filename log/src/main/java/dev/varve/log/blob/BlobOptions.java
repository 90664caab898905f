package dev.varve.log.blob;

import java.nio.file.Path;

/// How a local blob store lays out its bytes. Every figure is in bytes unless said otherwise.
///
/// @param root directory of the store, made when missing
/// @param afterDoubt proves the tails of open packs even when the last stop looks orderly; after a
///     stop that was not, the store does so by itself
/// @param smallLimit blobs up to this length go to packs; at most `blockSize`
/// @param blockSize power of two, 4 KiB to 16 MiB; what one read decodes at least
/// @param packBytes a pack is sealed when the next record would pass this; at most 1 GiB
/// @param preallocation how far a pack is allocated ahead of its end
/// @param zstdLevel 1 to 19
/// @param compactionShare a sealed pack is compacted when at least this share of it is dead
/// @param openPacks packs kept open for reading at a time
public record BlobOptions(
        Path root,
        boolean afterDoubt,
        int smallLimit,
        int blockSize,
        long packBytes,
        int preallocation,
        int zstdLevel,
        double compactionShare,
        int openPacks) {
    public static final int MIN_BLOCK = 4 << 10;
    public static final int MAX_BLOCK = 16 << 20;
    public static final long MAX_PACK = 1L << 30;

    public BlobOptions {
        require(Integer.bitCount(blockSize) == 1, "blockSize must be a power of two");
        require(blockSize >= MIN_BLOCK && blockSize <= MAX_BLOCK, "blockSize is out of bounds");
        require(smallLimit >= 0 && smallLimit <= blockSize, "smallLimit is at most blockSize");
        require(packBytes > 0 && packBytes <= MAX_PACK, "packBytes is out of bounds");
        require(preallocation >= 0, "preallocation cannot be negative");
        require(zstdLevel >= 1 && zstdLevel <= 19, "zstdLevel is 1 to 19");
        require(compactionShare > 0 && compactionShare <= 1, "compactionShare is a share");
        require(openPacks >= 1, "openPacks is at least 1");
    }

    public static BlobOptions of(Path root) {
        return new BlobOptions(root, false, 128 << 10, 1 << 20, 256L << 20, 4 << 20, 1, 0.5, 512);
    }

    public BlobOptions inDoubt() {
        return new BlobOptions(
                root,
                true,
                smallLimit,
                blockSize,
                packBytes,
                preallocation,
                zstdLevel,
                compactionShare,
                openPacks);
    }

    /// Shapes that make every path run with few bytes.
    public BlobOptions withSizes(int small, int block, long pack) {
        return new BlobOptions(
                root,
                afterDoubt,
                small,
                block,
                pack,
                preallocation,
                zstdLevel,
                compactionShare,
                openPacks);
    }

    public BlobOptions withPreallocation(int bytes) {
        return new BlobOptions(
                root,
                afterDoubt,
                smallLimit,
                blockSize,
                packBytes,
                bytes,
                zstdLevel,
                compactionShare,
                openPacks);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
