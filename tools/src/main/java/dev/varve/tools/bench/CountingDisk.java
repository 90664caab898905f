package dev.varve.tools.bench;

import dev.varve.log.Disk;
import dev.varve.log.disk.LocalDisk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/// The real disk, with every sync counted.
final class CountingDisk implements Disk {
    private final Disk disk = new LocalDisk();
    private final LongAdder syncs = new LongAdder();

    long syncs() {
        return syncs.sum();
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        syncs.increment();
        disk.force(file, channel);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        syncs.increment();
        disk.forceDirectory(directory);
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
    public long usableSpace(Path directory) throws IOException {
        return disk.usableSpace(directory);
    }

    @Override
    public long totalSpace(Path directory) throws IOException {
        return disk.totalSpace(directory);
    }
}
