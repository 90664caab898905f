package dev.varve.log.blob;

import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A disk that never fails and forces nothing: fast, for tests of everything but durability.
public class PlainDisk implements Disk {
    @Override
    public void force(Path file, FileChannel channel) throws IOException {}

    @Override
    public void forceDirectory(Path directory) throws IOException {}

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {}

    @Override
    public void beforeWrite(Path file, long bytes) throws IOException {}

    @Override
    public long usableSpace(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public long totalSpace(Path directory) throws IOException {
        return Files.getFileStore(directory).getTotalSpace();
    }
}
