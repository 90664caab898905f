package dev.varve.log.blob;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.Disk;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Blobs in a directory of this node. Uploads end in [Intake], reads begin in [BlobReads], and every
/// change of what can be found goes through [Placements].
public final class LocalBlobStore implements BlobStore {
    private final Health health = new Health();
    private final Pins pins = new Pins();
    private final Zstandard zstd;
    private final PlacementIndex index;
    private final Placements placements;
    private final PackFiles files;
    private final PackWriter writer;
    private final Intake intake;
    private final Unregistered unregistered;
    private final Reclaim reclaim;
    private final Scrub scrub;
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
        placements = new Placements(index);
        Identity identity = new Identity(keys);
        Quarantine quarantine = new Quarantine(layout, disk);
        StartUp.Outcome start =
                new StartUp(options, layout, disk, placements, files, identity, quarantine).run();
        findings = List.copyOf(start.findings());
        writer = new PackWriter(layout, disk, options, start.nextNumber(), start.resumed());
        LargeFiles largeFiles = new LargeFiles(layout, disk);
        BlobReads reads = new BlobReads(placements, files, layout);
        intake =
                new Intake(
                        options, keys, zstd, writer, largeFiles, placements, pins, reads, health);
        unregistered = new Unregistered(writer, intake, placements);
        reclaim =
                new Reclaim(
                        options, layout, disk, placements, files, quarantine, writer, this::sync);
        reclaim.addDead(start.dead());
        scrub = new Scrub(layout, placements, files, reads, identity);
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
            reclaim.addDead(register(batch.scannedTo()));
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

    private List<Placements.Stored> register(Map<Integer, Long> scannedTo) {
        try {
            return unregistered.register(scannedTo);
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
        reclaim.addDead(unregistered.remove(id));
        return true;
    }

    @Override
    public Reclaimed reclaim() {
        health.requireWritable();
        return reclaim.run();
    }

    @Override
    public ScrubSummary scrub(ScrubDepth depth, ScrubWatch found) {
        health.requireOpen();
        return scrub.run(depth, found);
    }

    @Override
    public void forEach(Consumer<StoredBlob> each) {
        health.requireOpen();
        index.forEach((id, at) ->
                each.accept(new StoredBlob(id, at.length(), at.storedBytes(), at.quarantined())));
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
