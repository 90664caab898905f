package dev.varve.projections.snapshot;

import dev.varve.log.Bytes;
import dev.varve.log.Cut;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// The snapshots of one node, in a directory of their own. For one writer at a time.
public final class Snapshots {
    private static final String SUFFIX = ".varve-snapshot";
    private static final String UNFINISHED = ".new";

    /// Rows of a view that is made from a snapshot are committed so many at a time.
    private static final int ROWS_AT_ONCE = 20_000;

    private final Path directory;
    private final JournalIdentity owner;
    private final IntFunction<Optional<Bytes>> keys;
    private final Disk disk;

    /// Hears how far reading or writing has got; what it throws ends it.
    @FunctionalInterface
    public interface Watcher {
        Watcher NONE = (rows, bytes) -> {};

        void at(long rows, long bytes);
    }

    /// @param keys the public keys of this store, by id
    public Snapshots(
            Path directory, JournalIdentity owner, IntFunction<Optional<Bytes>> keys, Disk disk) {
        this.directory = directory;
        this.owner = owner;
        this.keys = keys;
        this.disk = disk;
    }

    /// The finished ones, the newest first. What is in them is not looked at.
    public List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot list " + directory, e);
        }
    }

    /// Writes a snapshot beside, syncs it, reads it back, and only then gives it its name, durably.
    ///
    /// @throws StoreException.Corrupt when it does not read back as it was written; it is gone then
    /// @throws StoreException.OutOfSpace when the volume is too full
    public SnapshotSummary write(
            SnapshotHeader header, ViewSnapshot view, CheckpointSigner signer, Watcher watcher) {
        String name = "%019d%s".formatted(header.position().value(), SUFFIX);
        Path beside = directory.resolve(name + UNFINISHED);
        try {
            makeDirectory();
            clear();
            SnapshotSummary written = write(beside, header, view, signer, watcher);
            SnapshotSummary read = read(beside, (table, key, value) -> {}, watcher);
            if (!read.equals(written)) {
                throw new StoreException.Corrupt(
                        beside.toString(), 0, "it does not read back as it was written");
            }
            Path file = directory.resolve(name);
            disk.move(beside, file);
            disk.forceDirectory(directory);
            return new SnapshotSummary(file, header, read.rows(), read.bytes(), read.digest());
        } catch (IOException e) {
            throw new StoreException.Failed("cannot write the snapshot " + beside, e);
        } finally {
            deleteQuietly(beside);
        }
    }

    private SnapshotSummary write(
            Path file,
            SnapshotHeader header,
            ViewSnapshot view,
            CheckpointSigner signer,
            Watcher watcher)
            throws IOException {
        try (SnapshotWriter writer = new SnapshotWriter(file, disk)) {
            return writer.write(header, view, signer, watcher);
        } catch (IOException e) {
            if (disk.usableSpace(directory) == 0) {
                throw new StoreException.OutOfSpace("no space for the snapshot " + file, e);
            }
            throw e;
        }
    }

    private void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                disk.forceDirectory(parent);
            }
        }
    }

    /// What a crash left unfinished.
    private void clear() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path left : entries.filter(Snapshots::isUnfinished).toList()) {
                disk.delete(left);
            }
        }
    }

    private static boolean isUnfinished(Path file) {
        return file.toString().endsWith(SUFFIX + UNFINISHED);
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) { // it does not count by its name, and the next one clears it
            return;
        }
    }

    /// The header of a file, of which only its own checksum was checked; empty where that is wrong.
    public Optional<SnapshotHeader> header(Path file) {
        try (SnapshotReader reader = new SnapshotReader(file)) {
            return Optional.of(reader.header());
        } catch (StoreException.Corrupt | StoreException.FromTheFuture e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + file, e);
        }
    }

    /// Reads every byte.
    ///
    /// @throws StoreException.Corrupt when one is not as it was written, or it is not this store's
    public SnapshotSummary verify(Path file, Watcher watcher) {
        return read(file, (table, key, value) -> {}, watcher);
    }

    private SnapshotSummary read(Path file, SnapshotRow rows, Watcher watcher) {
        try (SnapshotReader reader = new SnapshotReader(file)) {
            return reader.read(owner, keys, rows, watcher);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + file, e);
        }
    }

    /// Puts all rows into a view that is empty, and its cut with the last of them. Whatever it
    /// throws leaves a view that is good for nothing.
    ///
    /// @throws StoreException.Corrupt as [#verify]
    public SnapshotSummary load(Path file, ViewStore into, Watcher watcher) {
        if (!into.cut().equals(Cut.EMPTY)) {
            throw new IllegalArgumentException("the view holds something already");
        }
        try (ViewChanges changes = into.change()) {
            int[] pending = {0};
            SnapshotSummary read =
                    read(
                            file,
                            (table, key, value) -> {
                                changes.put(table, key, value);
                                if (++pending[0] == ROWS_AT_ONCE) {
                                    into.commit(changes, Cut.EMPTY);
                                    pending[0] = 0;
                                }
                            },
                            watcher);
            into.commit(changes, read.header().cut());
            requireDigest(file, into, read.digest());
            return read;
        }
    }

    private static void requireDigest(Path file, ViewStore view, Hash256 digest) {
        try (ViewSnapshot loaded = view.snapshot()) {
            Hash256 found = ViewDigest.of(loaded);
            if (!found.equals(digest)) {
                throw new StoreException.Failed(
                        "the view made from " + file + " has the digest " + found);
            }
        }
    }

    /// Deletes all but the newest so many. Answers how many went.
    public int keepNewest(int count) {
        List<Path> old = files().stream().skip(count).toList();
        old.forEach(this::delete);
        return old.size();
    }

    /// Deletes those that hold anything of the events from here on: a cut gave these up.
    public void deleteFrom(Position position) {
        for (Path file : files()) {
            header(file)
                    .filter(header -> !position.isAfter(header.position()))
                    .ifPresent(beyond -> delete(file));
        }
    }

    /// Deletes one, durably.
    public void delete(Path file) {
        try {
            disk.delete(file);
            disk.forceDirectory(directory);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete " + file, e);
        }
    }
}
