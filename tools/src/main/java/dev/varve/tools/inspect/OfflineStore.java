package dev.varve.tools.inspect;

import dev.varve.log.StoreException;
import dev.varve.log.blob.BlobOptions;
import dev.varve.log.blob.DomainKeys;
import dev.varve.log.blob.LocalBlobStore;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.rocksdb.RocksPlacementIndex;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.store.DataDirectory;
import dev.varve.server.store.Identity;
import dev.varve.server.store.Seed;
import dev.varve.server.store.StoreKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A data directory, locked against every store while it is looked into.
public final class OfflineStore implements AutoCloseable {
    private final DataDirectory data;

    private OfflineStore(DataDirectory data) {
        this.data = data;
    }

    /// @throws StoreException.Failed when there is no store
    /// @throws StoreException.Locked when it is in use
    public static OfflineStore open(Path root) {
        if (!Files.isDirectory(root)) {
            throw new StoreException.Failed(root + " is not a directory");
        }
        if (!Files.exists(root.resolve("identity")) && !Files.exists(root.resolve("journal"))) {
            throw new StoreException.Failed(root + " holds no store");
        }
        return new OfflineStore(DataDirectory.open(root, new LocalDisk()));
    }

    /// @throws StoreException.Corrupt when the file is damaged
    public Identity identity() {
        return Identity.read(data);
    }

    /// What the store began with, where that was not nothing.
    public Optional<Seed> seed() {
        return Seed.of(data.root());
    }

    public DataDirectory data() {
        return data;
    }

    public JournalVerifier verifier() {
        return new JournalVerifier(data.journal());
    }

    /// The snapshots of this store. Those that a key signed which the keyring does not hold count for
    /// nothing.
    public Snapshots snapshots() {
        Identity identity = identity();
        return new Snapshots(
                data.snapshots(),
                new JournalIdentity(identity.cluster(), identity.origin()),
                StoreKeys.of(data),
                new LocalDisk());
    }

    /// The object view as it is on disk; close it.
    public RocksViewStore view() {
        return RocksViewStore.open(data.objectView());
    }

    /// The blob store; close it. Opening proves the tails of its packs where the last stop was not
    /// orderly.
    public LocalBlobStore blobs() {
        return LocalBlobStore.open(
                BlobOptions.of(data.blobs()),
                new LocalDisk(),
                RocksPlacementIndex.open(data.placement()),
                DomainKeys.NONE);
    }

    @Override
    public void close() {
        data.close();
    }
}
