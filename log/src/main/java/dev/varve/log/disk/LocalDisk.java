package dev.varve.log.disk;

import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The real disk.
public final class LocalDisk implements Disk {
    private final Allocator allocator = Allocator.ofThisPlatform();

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        channel.force(false);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        allocator.allocate(file, offset, length);
    }

    @Override
    public void beforeWrite(Path file, long bytes) {}

    /// Asked before many writes, so by the fast way; that one says 0 for an error too.
    @Override
    public long usableSpace(Path directory) throws IOException {
        long usable = directory.toFile().getUsableSpace();
        return usable > 0 ? usable : Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public long totalSpace(Path directory) throws IOException {
        return Files.getFileStore(directory).getTotalSpace();
    }
}
