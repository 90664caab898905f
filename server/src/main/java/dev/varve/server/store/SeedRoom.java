package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.Cut;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.objects.SeedRows;
import dev.varve.projections.rocksdb.RocksConfig;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.projections.snapshot.Snapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Where the snapshot of a member becomes the first one of a node that is about to join, before the node
/// has a journal. It is a snapshot of the node's own then, at the position before its first event, which
/// any start makes the view of like of all others.
public final class SeedRoom {
    private static final RocksConfig MEMORY = new RocksConfig(16L << 20, 32L << 20);
    private static final String ROOM = "seeding";

    private final DataDirectory data;
    private final Identity self;
    private final CheckpointSigner signer;
    private final Disk disk;
    private final InstantSource clock;

    /// A member whose snapshot it is.
    ///
    /// @param keys by which it is known, by their ids
    public record Source(JournalIdentity member, IntFunction<Optional<Bytes>> keys) {}

    SeedRoom(
            DataDirectory data,
            Identity self,
            CheckpointSigner signer,
            Disk disk,
            InstantSource clock) {
        this.data = data;
        this.self = self;
        this.signer = signer;
        this.disk = disk;
        this.clock = clock;
    }

    private Path room() {
        return data.root().resolve(ROOM);
    }

    /// By the clock of this node.
    public Instant now() {
        return clock.instant();
    }

    /// Where the snapshot of the member is put first.
    public Path incoming() throws IOException {
        Files.createDirectories(room());
        return room().resolve("incoming");
    }

    /// What an attempt left that came to nothing.
    void clear() {
        ViewFiles.delete(room());
        ViewFiles.delete(data.snapshots());
        ViewFiles.delete(Seed.path(data.root()));
    }

    void close() {
        ViewFiles.delete(room());
    }

    /// Reads what came to its end, makes it this node's own, and keeps it as its first snapshot.
    ///
    /// @param reached what is known of the member's journal at the cut that the header tells; whatever
    ///     it throws ends it
    /// @return how far the journals of all members are in it
    /// @throws StoreException.Corrupt when any byte is not as the member wrote it, or another node or
    ///     cluster did
    public List<Peer> keep(Source source, Function<SnapshotHeader, List<Peer>> reached) {
        Snapshots theirs = new Snapshots(room(), source.member(), source.keys(), disk);
        Path rows = room().resolve("rows");
        ViewFiles.delete(rows);
        try (ViewStore view = RocksViewStore.open(rows, MEMORY, _ -> true)) {
            SnapshotSummary read =
                    theirs.load(room().resolve("incoming"), view, Snapshots.Watcher.NONE);
            ViewFiles.delete(read.file());
            List<Peer> known = reached.apply(read.header());
            Cut begin = Cut.of(self.origin(), Position.NONE);
            SeedRows.adopt(view, source.member().origin().node(), known, begin);
            write(view);
            new Seed(read.header().origin(), read.position()).write(data.root(), disk);
            return peers(view);
        }
    }

    private static List<Peer> peers(ViewStore view) {
        try (ViewSnapshot rows = view.snapshot()) {
            return new ObjectView(rows).peers();
        }
    }

    private void write(ViewStore view) {
        Snapshots own =
                new Snapshots(
                        data.snapshots(),
                        new JournalIdentity(self.cluster(), self.origin()),
                        id ->
                                id == signer.keyId()
                                        ? Optional.of(signer.publicKey())
                                        : Optional.empty(),
                        disk);
        try (ViewSnapshot rows = view.snapshot()) {
            SnapshotHeader header =
                    new SnapshotHeader(
                            self.cluster(),
                            self.origin(),
                            rows.cut(),
                            Hash256.ZERO,
                            Optional.empty(),
                            clock.instant(),
                            Varve.SOFTWARE,
                            signer.keyId(),
                            signer.publicKey());
            own.write(header, rows, signer, Snapshots.Watcher.NONE);
        }
    }
}
