package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.disk.LocalDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A disk that says it has as much space as a test wants.
final class FakeVolume implements Disk {
    static final long TOTAL = 1L << 40;

    private final Disk disk = new LocalDisk();
    private final boolean forcing;
    private volatile long usable = TOTAL;

    FakeVolume() {
        this(true);
    }

    private FakeVolume(boolean forcing) {
        this.forcing = forcing;
    }

    /// Fast, for tests of everything but durability.
    static FakeVolume withoutSyncs() {
        return new FakeVolume(false);
    }

    void usable(long bytes) {
        usable = bytes;
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        if (forcing) {
            disk.force(file, channel);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        if (forcing) {
            disk.forceDirectory(directory);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        disk.move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        disk.allocate(file, offset, length);
    }

    @Override
    public void beforeWrite(Path file, long bytes) throws IOException {
        disk.beforeWrite(file, bytes);
    }

    @Override
    public long usableSpace(Path directory) {
        return usable;
    }

    @Override
    public long totalSpace(Path directory) {
        return TOTAL;
    }
}
