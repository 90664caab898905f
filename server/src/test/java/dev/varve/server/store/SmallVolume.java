package dev.varve.server.store;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// A volume of so many bytes, of which the files under one directory take what they are long.
/// Nothing is forced.
final class SmallVolume extends ForwardingDisk {
    private final Path root;
    private final long capacity;
    private final Set<Path> allocated = ConcurrentHashMap.newKeySet();

    SmallVolume(Path root, long capacity) {
        this.root = root;
        this.capacity = capacity;
    }

    @Override
    public void force(Path file, FileChannel channel) {}

    @Override
    public void forceDirectory(Path directory) {}

    @Override
    public void allocate(Path file, long offset, long length) throws IOException {
        long more = offset + length - size(file);
        require(file, Math.max(0, more));
        allocated.add(file);
        super.allocate(file, offset, length);
    }

    /// What was allocated ahead is there to be written.
    @Override
    public void beforeWrite(Path file, long bytes) throws IOException {
        if (!allocated.contains(file)) {
            require(file, bytes);
        }
    }

    private void require(Path file, long bytes) {
        if (bytes > capacity - used()) {
            throw new StoreException.OutOfSpace("no space for " + bytes + " in " + file);
        }
    }

    @Override
    public long usableSpace(Path directory) {
        return Math.max(0, capacity - used());
    }

    @Override
    public long totalSpace(Path directory) {
        return capacity;
    }

    private long used() {
        try (Stream<Path> files = Files.walk(root)) {
            return files.mapToLong(SmallVolume::size).sum();
        } catch (UncheckedIOException e) { // a file went while it was looked at
            return used();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
