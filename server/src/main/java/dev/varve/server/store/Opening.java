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
import dev.varve.log.journal.ChronicleJournal;
import dev.varve.log.journal.JournalOptions;
import dev.varve.log.journal.JournalServices;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectFold;
import dev.varve.projections.rocksdb.RocksConfig;
import dev.varve.projections.rocksdb.RocksPlacementIndex;
import dev.varve.projections.rocksdb.RocksViewStore;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a store step by step. What fails half way closes what was opened before it.
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final RocksConfig PLACEMENT_MEMORY = new RocksConfig(16L << 20, 16L << 20);
    private static final Duration KEY_USES_EVERY = Duration.ofMinutes(1);

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
        ViewStore views =
                closing.with(
                        RocksViewStore.open(
                                data.objectView(),
                                new RocksConfig(
                                        config.view().cacheBytes(),
                                        config.view().writeBufferBytes()),
                                reserve::makeRoom));
        Journal journal = closing.with(journal(data, identity, keyring, views));
        BlobStore blobs = closing.with(blobs(data, keyring, clean));
        catchUp(journal, views);
        return serve(data, journal, blobs, views, keyring, clean, healthy);
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

    private Journal journal(
            DataDirectory data, Identity identity, Keyring keyring, ViewStore views) {
        VarveConfig.JournalSettings settings = config.journal();
        Position folded = views.flushedCut().of(identity.origin().node());
        Keyring.Key key = keyring.signing().orElseThrow();
        return ChronicleJournal.open(
                JournalOptions.of(data.journal())
                        .withSegmentBytes(settings.segmentBytes())
                        .withCheckpointEvery(settings.checkpointEvery())
                        .withPreallocate(settings.preallocateBytes())
                        .withKnownDurable(folded.isNone() ? List.of() : List.of(folded)),
                new JournalIdentity(identity.cluster(), identity.origin()),
                new JournalServices(
                        disk,
                        config.surroundings().clock(),
                        random,
                        Ed25519Signer.of(
                                key.id(), new Ed25519Signer.Keys(key.open(), key.secret())),
                        Varve.SOFTWARE));
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

    private static void catchUp(Journal journal, ViewStore views) {
        try (Projector projector = new Projector(journal, views, new ObjectFold())) {
            projector.catchUp();
        }
    }

    private Varve serve(
            DataDirectory data,
            Journal journal,
            BlobStore blobs,
            ViewStore views,
            Keyring keyring,
            boolean clean,
            AtomicBoolean healthy) {
        Space space =
                new Space(
                        disk,
                        data.root(),
                        reserve,
                        config.minFreeBytes(),
                        config.surroundings().clock());
        Core.Parts parts =
                new Core.Parts(
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
                        config.uploads().expireAfter());
        JournalWriter writer = closing.with(journal.claim());
        catchUp(journal, views);
        Sequencer sequencer = new Sequencer(new BatchWriter(parts, writer, space), parts.limits());
        Core core = new Core(parts, sequencer, space, new Strays(!clean));
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
        Maintenance maintenance = new Maintenance(core, pressure(core, data));
        Credentials credentials = credentials(data, keyring);
        closing.then(() -> credentials.write(core));
        List<Periodic> chores = new ArrayList<>(chores(core, maintenance));
        chores.add(new Periodic("key-uses", KEY_USES_EVERY, () -> credentials.write(core)));
        return new Varve(core, maintenance, chores, keyring, credentials, closing);
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

    private List<Periodic> chores(Core core, Maintenance maintenance) {
        Sequencer sequencer = core.sequencer();
        UploadExpiry expiry =
                new UploadExpiry(core, config.uploads().expireAfter(), System::nanoTime);
        return List.of(
                new Periodic(
                        "purge",
                        config.history().every(),
                        () -> {
                            if (sequencer.poison() == null) {
                                maintenance.tidy();
                            }
                        }),
                new Periodic(
                        "upload-expiry",
                        config.uploads().every(),
                        () -> {
                            if (sequencer.poison() == null) {
                                expiry.expire();
                            }
                        }),
                new Periodic("flush", config.view().flushEvery(), maintenance::flush));
    }
}
