package dev.varve.projections.rocksdb;

import dev.varve.log.StoreException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the bytes that are in memory alone, and sees to it that there is room for them on the
/// volume before they are flushed, and before so many gather that RocksDB flushes them by itself.
final class Unflushed {
    /// What a flush may take beside the rows: indexes, filters, the manifest.
    static final long MARGIN = 8L << 20;

    private final Path directory;
    private final VolumeRoom room;
    private final long limit;
    private final AtomicLong bytes = new AtomicLong();

    /// @param limit of the memory for rows; RocksDB counts more for them than their bytes
    Unflushed(Path directory, VolumeRoom room, long limit) {
        this.directory = directory;
        this.room = room;
        this.limit = limit;
    }

    void add(long written) {
        bytes.addAndGet(written);
    }

    long get() {
        return bytes.get();
    }

    void flushed(long written) {
        bytes.addAndGet(-written);
    }

    /// @throws StoreException.OutOfSpace when a flush would not find enough
    void requireRoomToFlush() {
        require(bytes.get() + MARGIN);
    }

    /// @throws StoreException.OutOfSpace when memory fills up and a flush would not find enough
    void requireRoomForMore() {
        if (bytes.get() > limit / 4) {
            require(limit + MARGIN);
        }
    }

    private void require(long wanted) {
        if (!room.has(wanted)) {
            throw new StoreException.OutOfSpace(
                    "no space for the "
                            + wanted
                            + " bytes that a flush of "
                            + directory
                            + " takes");
        }
    }
}
