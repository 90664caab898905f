package dev.varve.log.blob;

import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An empty file that is there only while the store is closed in order.
final class CleanMark {
    private static final String NAME = "closed";
    private final Path root;
    private final Disk disk;

    CleanMark(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    static boolean isIn(Path root) {
        return Files.exists(root.resolve(NAME));
    }

    /// Gives whether the mark was there. It is gone for good before this returns.
    boolean take() throws IOException {
        if (!Files.exists(file())) {
            return false;
        }
        disk.delete(file());
        disk.forceDirectory(root);
        return true;
    }

    void leave() throws IOException {
        disk.beforeWrite(file(), 0);
        Files.createFile(file());
        disk.forceDirectory(root);
    }

    private Path file() {
        return root.resolve(NAME);
    }
}
