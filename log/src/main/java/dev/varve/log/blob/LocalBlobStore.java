package dev.varve.log.blob;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.Bytes;
import dev.varve.log.Disk;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Blobs in a directory of this node. Uploads end in [Intake], reads begin in [BlobReads], and every
/// change of what can be found goes through [Placements].
public final class LocalBlobStore implements BlobStore {
    private final Health health = new Health();
    private final Pins pins = new Pins();
    private final Zstandard zstd;
    private final Dictionaries dictionaries;
    private final PlacementIndex index;
    private final Placements placements;
    private final PackFiles files;
    private final PackWriter writer;
    private final Intake intake;
    private final Unregistered unregistered;
    private final Reclaim reclaim;
    private final Scrub scrub;
    private final Survey survey;
    private final Recompress recompress;
    private final List<ScrubFinding> findings;
    private final CleanMark cleanMark;
    private final Object syncing = new Object();

    private LocalBlobStore(
            BlobOptions options, Disk disk, PlacementIndex index, PackFiles files, DomainKeys keys)
            throws IOException {
        Layout layout = new Layout(options.root());
        this.index = index;
        this.files = files;
        cleanMark = new CleanMark(options.root(), disk);
        zstd = new Zstandard(options.zstdLevel());
        dictionaries = new Dictionaries(layout);
        placements = new Placements(index);
        Identity identity = new Identity(keys);
        Quarantine quarantine = new Quarantine(layout, disk);
        StartUp.Outcome start =
                new StartUp(
                                options,
                                layout,
                                dictionaries,
                                disk,
                                placements,
                                files,
                                identity,
                                quarantine)
                        .run();
        findings = List.copyOf(start.findings());
        writer = new PackWriter(layout, disk, options, start.nextNumber(), start.resumed());
        LargeFiles largeFiles = new LargeFiles(layout, disk);
        BlobReads reads = new BlobReads(placements, files, layout, dictionaries);
        intake =
                new Intake(
                        options, keys, zstd, writer, largeFiles, placements, pins, reads, health);
        reclaim =
                new Reclaim(
                        options, layout, disk, placements, files, quarantine, writer, this::sync);
        unregistered = new Unregistered(writer, intake, placements, reclaim::addDead);
        reclaim.addDead(start.dead());
        scrub = new Scrub(layout, placements, files, reads, identity, dictionaries, disk);
        recompress =
                new Recompress(
                        layout,
                        placements,
                        reads,
                        writer,
                        new Training(placements, reads, dictionaries, disk),
                        identity,
                        new LargeCopies(largeFiles, layout, dictionaries, identity, intake),
                        dictionaries,
                        this::sync);
        Whereabouts whereabouts = new Whereabouts(pins, unregistered, placements, reclaim);
        survey =
                new Survey(
                        placements,
                        reads,
                        new PackSurvey(layout, placements, files, quarantine, writer, reclaim),
                        new LargeSurvey(layout, dictionaries, quarantine, whereabouts, identity));
    }

    /// Opens or makes a store. The caller holds the lock of the data directory. The store closes the
    /// index with itself, and also when it cannot be opened.
    ///
    /// @throws StoreException.Failed when the directory cannot be used
    public static LocalBlobStore open(
            BlobOptions options, Disk disk, PlacementIndex index, DomainKeys keys) {
        PackFiles files = new PackFiles(new Layout(options.root()), options.openPacks());
        boolean opened = false;
        try {
            LocalBlobStore store = new LocalBlobStore(options, disk, index, files, keys);
            opened = true;
            return store;
        } catch (IOException e) {
            throw DiskFull.classify("opening the blob store in " + options.root(), e);
        } finally {
            if (!opened) {
                closeAfterFailure(index, files);
            }
        }
    }

    private static void closeAfterFailure(PlacementIndex index, PackFiles files) {
        try (index) {
            files.close();
        } catch (IOException e) {
            throw new StoreException.Failed("closing a blob store that could not be opened", e);
        }
    }

    /// Damage that start-up met.
    public List<ScrubFinding> startUpFindings() {
        return findings;
    }

    @Override
    public BlobUpload upload(BlobHints hints) {
        health.requireWritable();
        return new LocalUpload(intake, hints);
    }

    /// Small ones without another look at their digest.
    @Override
    public BlobUpload.Finished keep(BlobId id, Bytes content) {
        health.requireWritable();
        return content.length() > 0 && intake.isSmall(content.length())
                ? intake.keep(id, content)
                : BlobStore.super.keep(id, content);
    }

    @Override
    public Optional<PinnedBlob> pin(BlobId id) {
        health.requireOpen();
        return intake.pin(id);
    }

    @Override
    public void sync() {
        synchronized (syncing) {
            health.requireWritable();
            index.requireRoom();
            PackWriter.Batch batch = unregistered.take();
            if (unregistered.isEmpty() && batch.isEmpty()) {
                return;
            }
            makeDurable(batch);
            register(batch.scannedTo());
            markDurable(batch);
        }
    }

    private void makeDurable(PackWriter.Batch batch) {
        try {
            for (OpenPack pack : batch.full()) {
                pack.close(true);
            }
            OpenPack open = batch.open();
            if (open != null) {
                open.force();
            }
        } catch (IOException | StoreException e) {
            throw poisoned("syncing packs", e);
        }
    }

    private void markDurable(PackWriter.Batch batch) {
        try {
            writer.registered(batch);
        } catch (IOException e) {
            throw poisoned("marking what is durable", e);
        }
    }

    private void register(Map<Integer, Long> scannedTo) {
        try {
            unregistered.register(scannedTo);
        } catch (StoreException e) {
            throw poisoned("writing the placement index", e);
        }
    }

    private StoreException poisoned(String what, Exception cause) {
        StoreException failure = new StoreException.Failed(what + " failed", cause);
        health.poison(failure);
        return failure;
    }

    @Override
    public boolean condemn(BlobId id) {
        health.requireWritable();
        return pins.ifUnpinned(id, () -> removeNow(id));
    }

    private boolean removeNow(BlobId id) {
        unregistered.remove(id);
        return true;
    }

    @Override
    public Reclaimed reclaim(Pace pace) {
        health.requireWritable();
        return reclaim.run(pace);
    }

    @Override
    public ScrubSummary scrub(ScrubDepth depth, ScrubWatch found) {
        return scrub(depth, null, found, Pace.FREE).summary();
    }

    @Override
    public ScrubStep scrub(ScrubDepth depth, @Nullable BlobId after, ScrubWatch found, Pace pace) {
        health.requireOpen();
        return scrub.run(depth, after, found, pace);
    }

    @Override
    public Optional<StoredBlob> find(BlobId id) {
        health.requireOpen();
        return placements.find(id).map(at -> stored(id, at));
    }

    @Override
    public RecompressStep recompress(RecompressPlan plan, @Nullable BlobId after, Pace pace) {
        health.requireWritable();
        return recompress.run(plan, after, pace);
    }

    private static StoredBlob stored(BlobId id, Placement at) {
        return new StoredBlob(id, at.length(), at.storedBytes(), at.quarantined());
    }

    @Override
    public boolean isPinned(BlobId id) {
        return pins.isPinned(id);
    }

    @Override
    public int pinned() {
        return pins.size();
    }

    @Override
    public void survey(boolean repair, SurveyWatch watch) {
        if (repair) {
            health.requireWritable();
        }
        health.requireOpen();
        survey.run(repair, watch);
    }

    @Override
    public void forEach(Consumer<StoredBlob> each) {
        health.requireOpen();
        index.forEach((id, at) -> each.accept(stored(id, at)));
    }

    @Override
    public Stats stats() {
        Map<Integer, Tally> tallies = new TreeMap<>(placements.tallies());
        Tally large = tallies.remove(PlacementIndex.LARGE_FILES);
        Tally all = large == null ? Tally.NONE : large;
        long dead = reclaim.deadLargeBytes();
        for (Tally pack : tallies.values()) {
            all = all.and(pack);
            dead += pack.deadBytes();
        }
        return new Stats(
                all.blobs(),
                all.logicalBytes(),
                all.storedBytes(),
                dead,
                intake.dedupHits(),
                intake.dedupBytes(),
                all.quarantined(),
                tallies.size(),
                large == null ? 0 : large.blobs());
    }

    @Override
    public void close() {
        if (health.isPoisoned()) {
            closeFiles(false);
        } else if (!health.isClosed()) {
            boolean inOrder = false;
            try {
                sync();
                placements.flush();
                reclaim.beforeClosing();
                inOrder = true;
            } finally {
                closeFiles(inOrder);
            }
        }
    }

    private void closeFiles(boolean inOrder) {
        if (!health.close()) {
            return;
        }
        try (index;
                files;
                dictionaries;
                zstd) {
            if (inOrder) {
                writer.close();
                cleanMark.leave();
            } else {
                writer.abandon();
            }
        } catch (IOException e) {
            throw new StoreException.Failed("closing the blob store", e);
        }
    }
}
