package dev.varve.server.store;

import dev.varve.log.BlobStore;
import dev.varve.log.Disk;
import dev.varve.log.Journal;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.blob.BlobOptions;
import dev.varve.log.blob.DomainKeys;
import dev.varve.log.blob.LocalBlobStore;
import dev.varve.log.codec.FormatLevels;
import dev.varve.log.journal.ChronicleJournal;
import dev.varve.log.journal.JournalOptions;
import dev.varve.log.journal.JournalServices;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.Projector;
import dev.varve.projections.StateStore;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectFold;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.rocksdb.RocksConfig;
import dev.varve.projections.rocksdb.RocksPlacementIndex;
import dev.varve.projections.rocksdb.RocksStateStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.audit.AuditIndex;
import dev.varve.server.consumers.Consumers;
import dev.varve.server.consumers.Followed;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a store step by step. What fails half way closes what was opened before it.
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final RocksConfig PLACEMENT_MEMORY = new RocksConfig(16L << 20, 16L << 20);
    private final VarveConfig config;
    private final Disk disk;
    private final SecureRandom random = new SecureRandom();
    private final Closing closing = new Closing();
    private final Reserve reserve;

    Opening(VarveConfig config) {
        this.config = config;
        this.disk = config.surroundings().disk();
        this.reserve =
                new Reserve(
                        disk, config.data().resolve(DataDirectory.RESERVE), config.reserveBytes());
    }

    /// A full volume may leave no room even to open: then the reserve is given up.
    static Varve open(VarveConfig config) {
        Opening first = new Opening(config);
        try {
            return first.open();
        } catch (StoreException.OutOfSpace e) {
            if (!first.reserve.exists()) {
                throw e;
            }
            first.reserve.release();
            return new Opening(config).open();
        }
    }

    private Varve open() {
        try {
            return openAll();
        } catch (RuntimeException | Error e) { // whatever it is, nothing must stay locked
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            closing.close();
        } catch (RuntimeException e) { // the first failure is the one to report
            failure.addSuppressed(e);
        }
    }

    private Varve openAll() {
        DataDirectory data = closing.with(DataDirectory.open(config.data(), disk));
        Identity identity = Identity.of(data, disk, random);
        Keyring keyring = keyring(data);
        boolean clean = data.takeCleanMark();
        AtomicBoolean healthy = new AtomicBoolean();
        closing.then(() -> {
            if (healthy.get()) {
                data.markClean();
            }
        });
        Snapshots snapshots = snapshots(data, identity, keyring);
        StartingView starting = closing.with(startingView(data, identity, snapshots));
        Journal journal = closing.with(journal(data, identity, keyring, starting.prepare()));
        ViewStore views = starting.open(journal);
        HealingBlobs blobs = new HealingBlobs(closing.with(blobs(data, keyring, clean)));
        catchUp(journal, views);
        requireReadable(views);
        return serve(data, journal, blobs, views, keyring, snapshots, clean, healthy);
    }

    private Keyring keyring(DataDirectory data) {
        boolean fresh = !Files.exists(data.keyring()) && !Files.exists(data.journal());
        MasterKey master = MasterKey.of(data.masterKey(), fresh, disk, random);
        Keyring keyring = new Keyring(data.keyring(), master, disk);
        if (keyring.signing().isEmpty()) {
            Keyring.requireFresh(data.keyring(), fresh);
            Ed25519Signer.Keys keys = Ed25519Signer.generate();
            keyring.add(Keyring.Purpose.CHECKPOINT_SIGNING, keys.privateKey(), keys.publicKey());
        }
        return keyring;
    }

    private Snapshots snapshots(DataDirectory data, Identity identity, Keyring keyring) {
        return new Snapshots(
                data.snapshots(),
                new JournalIdentity(identity.cluster(), identity.origin()),
                keyring::signingKey,
                disk);
    }

    private StartingView startingView(DataDirectory data, Identity identity, Snapshots snapshots) {
        VarveConfig.ViewSettings settings = config.view();
        RocksConfig rocks = new RocksConfig(settings.cacheBytes(), settings.writeBufferBytes());
        return new StartingView(
                new ViewFiles(data.objectView(), disk),
                snapshots,
                identity,
                Seed.of(data.root()),
                directory -> RocksViewStore.open(directory, rocks, reserve::makeRoom));
    }

    private Journal journal(
            DataDirectory data, Identity identity, Keyring keyring, List<Position> durable) {
        VarveConfig.JournalSettings settings = config.journal();
        return ChronicleJournal.open(
                JournalOptions.of(data.journal())
                        .withSegmentBytes(settings.segmentBytes())
                        .withCheckpointEvery(settings.checkpointEvery())
                        .withPreallocate(settings.preallocateBytes())
                        .withKnownDurable(durable),
                new JournalIdentity(identity.cluster(), identity.origin()),
                new JournalServices(
                        disk,
                        config.surroundings().clock(),
                        random,
                        signer(keyring),
                        Varve.SOFTWARE));
    }

    static CheckpointSigner signer(Keyring keyring) {
        Keyring.Key key = keyring.signing().orElseThrow();
        return Ed25519Signer.of(key.id(), new Ed25519Signer.Keys(key.open(), key.secret()));
    }

    private BlobStore blobs(DataDirectory data, Keyring keyring, boolean clean) {
        VarveConfig.BlobSettings settings = config.blobs();
        BlobOptions options =
                new BlobOptions(
                        data.blobs(),
                        !clean,
                        settings.smallBytes(),
                        settings.blockBytes(),
                        settings.packBytes(),
                        settings.preallocateBytes(),
                        settings.zstdLevel(),
                        settings.compactionShare(),
                        BlobOptions.of(data.blobs()).openPacks());
        DomainKeys keys = keyring::domainKey;
        LocalBlobStore blobs =
                LocalBlobStore.open(
                        options,
                        disk,
                        RocksPlacementIndex.open(
                                data.placement(), PLACEMENT_MEMORY, reserve::makeRoom),
                        keys);
        blobs.startUpFindings()
                .forEach(finding ->
                        LOG.error(
                                "{} at byte {}: {}",
                                finding.file(),
                                finding.offset(),
                                finding.what()));
        return blobs;
    }

    /// What may come after is not to be met one by one.
    private void requireReadable(ViewStore views) {
        int level;
        try (ViewSnapshot snapshot = views.snapshot()) {
            level = new ObjectView(snapshot).formatLevel();
        }
        if (level > FormatLevels.READ) {
            throw new StoreException.FromTheFuture(
                    "%s may hold forms of level %d, and this release reads level %d: start a newer one"
                            .formatted(config.data(), level, FormatLevels.READ));
        }
    }

    private static void catchUp(Journal journal, ViewStore views) {
        try (Projector projector = new Projector(journal, views, new ObjectFold())) {
            projector.catchUp();
        }
    }

    private Varve serve(
            DataDirectory data,
            Journal journal,
            HealingBlobs blobs,
            ViewStore views,
            Keyring keyring,
            Snapshots snapshots,
            boolean clean,
            AtomicBoolean healthy) {
        Space space = space(data);
        Core.Parts parts = parts(journal, blobs, views, keyring);
        StateStore state =
                closing.with(
                        RocksStateStore.open(
                                data.consumers(), reserve::makeRoom, journal::durable));
        JournalWriter writer = closing.with(journal.claim());
        catchUp(journal, views);
        Sequencer sequencer = new Sequencer(new BatchWriter(parts, writer, space), parts.limits());
        Core core = new Core(parts, sequencer, space, new Strays(!clean));
        LayoutBoard layouts = LayoutBoard.of(core, Newcomer.toldFirst(data));
        start(sequencer, views, healthy);
        BlobUpkeep upkeep = BlobUpkeep.of(core, config.blobs().upkeep(), state);
        Maintenance maintenance = new Maintenance(core, pressure(core, data), upkeep);
        Credentials credentials = credentials(data, keyring);
        closing.then(() -> credentials.write(core));
        AuditIndex audit = AuditOpening.open(data.auditView(), journal, reserve::makeRoom, closing);
        Consumers consumers = closing.with(consumers(core, state));
        closing.then(upkeep::stop);
        Runnable flushViews =
                () -> {
                    core.parts().views().flush();
                    audit.flush();
                };
        StoreChores chores = new StoreChores(core, maintenance, config, flushViews);
        chores.all().forEach(consumers::add);
        consumers.add(chores.keyUses(credentials));
        consumers.add(chores.lifecycle(consumers.state()));
        Snapshotting snapshotting =
                snapshotting(core, data, snapshots, keyring, consumers, flushViews);
        consumers.add(chores.snapshot(snapshotting));
        AuditOpening.add(audit, consumers);
        consumers.start();
        chores.purgeWhatIsDue(consumers);
        closing.with(layouts);
        return new Varve(
                core,
                maintenance,
                snapshotting,
                consumers,
                blobs,
                audit,
                keyring,
                credentials,
                layouts,
                closing);
    }

    /// Closing waits for it, and for what it was about to write.
    private void start(Sequencer sequencer, ViewStore views, AtomicBoolean healthy) {
        sequencer.start();
        closing.then(() -> {
            if (!sequencer.finish()) {
                closing.abandon();
                throw new StoreException.Failed(
                        "the writer does not end; nothing below it was closed, end the process");
            }
            healthy.set(sequencer.poison() == null);
            if (healthy.get()) {
                views.flush();
            }
        });
    }

    private Snapshotting snapshotting(
            Core core,
            DataDirectory data,
            Snapshots snapshots,
            Keyring keyring,
            Consumers consumers,
            Runnable flushViews) {
        Snapshotting made =
                new Snapshotting(
                        core,
                        snapshots,
                        signer(keyring),
                        consumers::needs,
                        flushViews,
                        new ViewFiles(data.objectView(), disk),
                        Seed.of(data.root()),
                        config.journal().snapshots());
        closing.then(made::stop);
        return made;
    }

    private Space space(DataDirectory data) {
        return new Space(
                disk, data.root(), reserve, config.minFreeBytes(), config.surroundings().clock());
    }

    private Core.Parts parts(Journal journal, BlobStore blobs, ViewStore views, Keyring keyring) {
        return new Core.Parts(
                journal,
                blobs,
                views,
                new ObjectFold(),
                disk,
                config.surroundings().clock(),
                random,
                config.limits(),
                keyring::domainKey,
                config.newBuckets(),
                config.uploads().expireAfter(),
                new Duties(journal.origin().node()));
    }

    private Consumers consumers(Core core, StateStore state) {
        return new Consumers(
                new Followed(
                        core.parts().journal(),
                        core.sequencer()::visible,
                        core.parts().clock(),
                        config.consumers()),
                state);
    }

    private Credentials credentials(DataDirectory data, Keyring keyring) {
        return new Credentials(
                new Seals(keyring, random),
                new KeyUses(data.keyUses(), disk, config.surroundings().clock()));
    }

    private HistoryPressure pressure(Core core, DataDirectory data) {
        return new HistoryPressure(
                core, data.root(), config.history().maxBytes(), config.history().minFree());
    }
}
