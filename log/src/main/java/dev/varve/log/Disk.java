package dev.varve.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// Everything about stable storage that can fail in a way the store must survive; tests put a
/// faulty one here.
public interface Disk {
    /// Data and length of a file onto stable storage.
    void force(Path file, FileChannel channel) throws IOException;

    /// A directory's entries onto stable storage.
    void forceDirectory(Path directory) throws IOException;

    /// Atomic rename; durable after [#forceDirectory] of the target's parent.
    void move(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /// Makes `[offset, offset + length)` of a file really allocated, so that later writes there,
    /// mapped ones too, cannot run out of space. Never shortens the file.
    ///
    /// @throws StoreException.OutOfSpace when the volume is full
    void allocate(Path file, long offset, long length) throws IOException;

    /// Called before bytes are written to a file, so that a fake can refuse them.
    ///
    /// @throws StoreException.OutOfSpace when the volume is full
    void beforeWrite(Path file, long bytes) throws IOException;

    long usableSpace(Path directory) throws IOException;

    long totalSpace(Path directory) throws IOException;
}
