package dev.varve.log.blob;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The pack that takes records. Written through a RandomAccessFile: unlike a channel it is not
/// closed when a writing thread is interrupted.
final class OpenPack {
    private static final long UNKNOWN = -1;

    private final int number;
    private final Path path;
    private final Disk disk;
    private final int preallocation;
    private final RandomAccessFile file;
    private long end;
    private long position = UNKNOWN;
    private long allocated;
    private long durableTo;
    private long marked;

    private OpenPack(
            int number, Path path, Disk disk, int preallocation, RandomAccessFile file, long end) {
        this.number = number;
        this.path = path;
        this.disk = disk;
        this.preallocation = preallocation;
        this.file = file;
        this.end = end;
        allocated = end;
        durableTo = end;
        marked = end;
    }

    /// Makes an empty pack. Its directory entry is the caller's to force.
    static OpenPack create(int number, Path path, Disk disk, int preallocation) throws IOException {
        disk.beforeWrite(path, PackFormat.HEADER_BYTES);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            OpenPack pack = new OpenPack(number, path, disk, preallocation, file, 0);
            pack.append(PackFormat.header(number), PackFormat.HEADER_BYTES);
            pack.force();
            pack.forcedTo(pack.end);
            pack.marked = pack.end;
            return pack;
        } catch (IOException | StoreException e) {
            file.close();
            disk.delete(path);
            throw e;
        }
    }

    /// Goes on with a pack that was closed in order.
    static OpenPack resume(int number, Path path, Disk disk, int preallocation, long end)
            throws IOException {
        return new OpenPack(
                number, path, disk, preallocation, new RandomAccessFile(path.toFile(), "rw"), end);
    }

    int number() {
        return number;
    }

    Path path() {
        return path;
    }

    long end() {
        return end;
    }

    boolean isEmpty() {
        return end == PackFormat.HEADER_BYTES;
    }

    /// Appends one record, behind a mark when more than the last mark says is durable by now. Gives
    /// where the record begins.
    long appendRecord(byte[] bytes, int length) throws IOException {
        markDurable();
        return append(bytes, length);
    }

    /// Says in the pack what is durable, unless the last mark says so. The mark itself is not forced.
    void markDurable() throws IOException {
        if (durableTo > marked) {
            byte[] mark = PackFormat.mark(number, end, durableTo, false);
            append(mark, mark.length);
            marked = end;
        }
    }

    /// Everything before this offset was forced.
    void forcedTo(long offset) {
        durableTo = Math.max(durableTo, offset);
    }

    /// Gives where the bytes begin. A failed append is overwritten by the next one.
    private long append(byte[] bytes, int length) throws IOException {
        reserve(end + length + 2 * PackFormat.MARK_BYTES);
        disk.beforeWrite(path, length);
        return write(bytes, length);
    }

    private long write(byte[] bytes, int length) throws IOException {
        long at = end;
        if (position != at) {
            file.seek(at);
        }
        position = UNKNOWN;
        file.write(bytes, 0, length);
        end = at + length;
        position = end;
        return at;
    }

    private void reserve(long to) throws IOException {
        if (to > allocated) {
            disk.allocate(path, end, to - end + preallocation);
            allocated = to + preallocation;
        }
    }

    void force() throws IOException {
        disk.force(path, file.getChannel());
    }

    /// Ends the pack for good, or until it is resumed.
    void close(boolean seal) throws IOException {
        force();
        if (seal || end > marked) {
            markEnd(seal);
        }
        file.setLength(end);
        force();
        file.close();
    }

    /// Room for this was set aside, except in a pack that was resumed and took nothing since; such
    /// a pack ends with a mark already.
    private void markEnd(boolean seal) throws IOException {
        try {
            reserve(end + PackFormat.MARK_BYTES);
        } catch (StoreException.OutOfSpace e) {
            return;
        }
        write(PackFormat.mark(number, end, end, seal), PackFormat.MARK_BYTES);
    }

    void abandon() throws IOException {
        file.close();
    }
}
