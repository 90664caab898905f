package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Gives large blobs their own files, durably.
final class LargeFiles {
    private final Layout layout;
    private final Disk disk;

    /// Never used twice, so that deleting a file cannot hit a later file of the same blob.
    private final AtomicLong generations = new AtomicLong(System.currentTimeMillis());

    /// Directories whose entry was forced by this process.
    private final Set<Path> durable = new HashSet<>();

    private final AtomicLong temporaries = new AtomicLong();

    LargeFiles(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    LargeWriter create() throws IOException {
        String name = Long.toString(temporaries.incrementAndGet());
        return new LargeWriter(layout.temporary().resolve(name), disk);
    }

    /// Completes an upload's file, forces it and moves it to its place, directories included.
    Placement.LargeFile publish(LargeWriter writer, BlobId id, long length, int blockSize)
            throws IOException {
        return place(writer, id, length, writer.finish(id, length, blockSize));
    }

    /// Moves a complete, forced file to its place, directories included.
    Placement.LargeFile place(LargeWriter writer, BlobId id, long length, long stored)
            throws IOException {
        long generation = generations.incrementAndGet();
        Path target = layout.large(id, generation);
        while (Files.exists(target)) {
            generation = generations.incrementAndGet();
            target = layout.large(id, generation);
        }
        Path directory = target.resolveSibling("");
        makeDurable(directory);
        disk.move(writer.path(), target);
        disk.forceDirectory(directory);
        return new Placement.LargeFile(generation, stored, length, false);
    }

    /// A directory that is there may have been made by an upload that has not forced its entry yet.
    private synchronized void makeDurable(Path directory) throws IOException {
        if (!durable.contains(directory)) {
            Files.createDirectories(directory);
            disk.forceDirectory(layout.large());
            durable.add(directory);
        }
    }

    void discard(LargeWriter writer) throws IOException {
        writer.close();
        disk.delete(writer.path());
    }

    void delete(BlobId id, Placement.LargeFile file) throws IOException {
        disk.delete(layout.large(id, file.generation()));
    }
}
