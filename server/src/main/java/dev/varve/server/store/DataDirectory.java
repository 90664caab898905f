package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The layout of a store on disk, and the lock that keeps a second process out of it.
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "LOCK";
    static final String RESERVE = "reserve";
    private static final String CLEAN = "CLEAN";

    private final Path root;
    private final Disk disk;
    private final FileChannel lockFile;

    private DataDirectory(Path root, Disk disk, FileChannel lockFile) {
        this.root = root;
        this.disk = disk;
        this.lockFile = lockFile;
    }

    /// Makes the directory when missing, and locks it.
    ///
    /// @throws StoreException.Locked when another process (or this one) has it open
    public static DataDirectory open(Path root, Disk disk) {
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                disk.forceDirectory(parent(root));
            }
            return lock(root, disk);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot open the data directory " + root, e);
        }
    }

    private static DataDirectory lock(Path root, Disk disk) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataDirectory(root, disk, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new StoreException.Locked(root + " is open in this process already");
        }
        channel.close();
        throw new StoreException.Locked(root + " is in use by another process");
    }

    static Path parent(Path path) {
        return Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
    }

    public Path root() {
        return root;
    }

    public Path journal() {
        return root.resolve("journal");
    }

    public Path blobs() {
        return root.resolve("blobs");
    }

    public Path placement() {
        return root.resolve("placement");
    }

    public Path objectView() {
        return root.resolve("view").resolve("objects");
    }

    public Path auditView() {
        return root.resolve("view").resolve("audit");
    }

    public Path snapshots() {
        return root.resolve("snapshots");
    }

    /// What consumers remember.
    Path consumers() {
        return root.resolve("consumers");
    }

    Path identity() {
        return root.resolve("identity");
    }

    Path keyring() {
        return root.resolve("keyring");
    }

    Path masterKey() {
        return root.resolve("master.key");
    }

    /// When access keys were last used.
    Path keyUses() {
        return root.resolve("key-uses");
    }

    Path reserve() {
        return root.resolve(RESERVE);
    }

    /// Whether the last stop was a clean one; from now on it is not, until [#markClean()].
    boolean takeCleanMark() {
        try {
            boolean clean = Files.deleteIfExists(root.resolve(CLEAN));
            disk.forceDirectory(root);
            return clean;
        } catch (IOException e) {
            throw new StoreException.Failed("cannot mark " + root + " as in use", e);
        }
    }

    void markClean() {
        try {
            Files.writeString(root.resolve(CLEAN), "");
            disk.forceDirectory(root);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot mark " + root + " as cleanly closed", e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot unlock " + root, e);
        }
    }
}
