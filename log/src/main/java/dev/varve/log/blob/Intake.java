package dev.varve.log.blob;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobUpload;
import dev.varve.log.Bytes;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Where uploads end: finds out whether the blob is here already, else stores it.
final class Intake {
    private final BlobOptions options;
    private final DomainKeys keys;
    private final Zstandard zstd;
    private final PackWriter writer;
    private final LargeFiles largeFiles;
    private final Placements placements;
    private final Pins pins;
    private final BlobReads reads;
    private final Health health;
    private final LongAdder dedupHits = new LongAdder();
    private final LongAdder dedupBytes = new LongAdder();
    private List<Placements.Stored> finishedLarge = new ArrayList<>();

    Intake(
            BlobOptions options,
            DomainKeys keys,
            Zstandard zstd,
            PackWriter writer,
            LargeFiles largeFiles,
            Placements placements,
            Pins pins,
            BlobReads reads,
            Health health) {
        this.options = options;
        this.keys = keys;
        this.zstd = zstd;
        this.writer = writer;
        this.largeFiles = largeFiles;
        this.placements = placements;
        this.pins = pins;
        this.reads = reads;
        this.health = health;
    }

    DigestSet digests(BlobHints hints) {
        return DigestSet.of(hints.domain(), keys, hints.digests());
    }

    BlockEncoder encoder(BlobHints hints) {
        boolean tries = Compressibility.worthTrying(hints.contentType(), hints.name());
        return new BlockEncoder(options.blockSize(), zstd, tries, hints.length());
    }

    boolean isSmall(long length) {
        return length <= options.smallLimit();
    }

    LargeWriter startLarge() throws IOException {
        health.requireWritable();
        return largeFiles.create();
    }

    /// Pins a blob that is here, durable and intact.
    Optional<PinnedBlob> pin(BlobId id) {
        pins.pin(id);
        Optional<Placement> found = Optional.empty();
        try {
            found = placements.findIntact(id);
        } finally {
            if (found.isEmpty()) {
                pins.unpin(id);
            }
        }
        return found.map(at -> new LocalPin(id, at, reads, pins));
    }

    /// Bytes whose id is known.
    BlobUpload.Finished keep(BlobId id, Bytes content) {
        Optional<PinnedBlob> known = pin(id);
        DigestSet.Result result = new DigestSet.Result(id, Map.of());
        if (known.isPresent()) {
            return hit(known.get(), result);
        }
        BlockEncoder encoder = new BlockEncoder(options.blockSize(), zstd, true, content.length());
        encoder.fill(content);
        try {
            return store(result, encoder, content.length());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    BlobUpload.Finished small(DigestSet.Result result, BlockEncoder encoder, long length)
            throws IOException {
        health.requireWritable();
        Optional<PinnedBlob> known = pin(result.id());
        if (known.isPresent()) {
            return hit(known.get(), result);
        }
        return store(result, encoder, length);
    }

    private BlobUpload.Finished store(DigestSet.Result result, BlockEncoder encoder, long length)
            throws IOException {
        int frame = encoder.encode(0);
        byte[] record = encoder.frame();
        new RecordHeader(result.id(), length, frame, options.blockSize(), 0).write(record, 0);
        return fresh(result, () -> writer.append(result.id(), record, frame, length, null));
    }

    BlobUpload.Finished large(DigestSet.Result result, LargeWriter file, long length)
            throws IOException {
        health.requireWritable();
        Optional<PinnedBlob> known = pin(result.id());
        if (known.isPresent()) {
            return hit(known.get(), result);
        }
        return fresh(result, () -> publish(result.id(), file, length));
    }

    private Placement publish(BlobId id, LargeWriter file, long length) throws IOException {
        Placement placement = largeFiles.publish(file, id, length, options.blockSize());
        finished(new Placements.Stored(id, placement, null));
        return placement;
    }

    /// Pinned until it waits for a sync, so that nobody takes the file for one that nothing needs.
    Placement.LargeFile placeCopy(
            BlobId id, Placement of, LargeWriter file, long length, long stored)
            throws IOException {
        pins.pin(id);
        try {
            Placement.LargeFile copy = largeFiles.place(file, id, length, stored);
            finished(new Placements.Stored(id, copy, of));
            return copy;
        } finally {
            pins.unpin(id);
        }
    }

    private synchronized void finished(Placements.Stored large) {
        finishedLarge.add(large);
    }

    private BlobUpload.Finished hit(PinnedBlob known, DigestSet.Result result) {
        dedupHits.increment();
        dedupBytes.add(known.length());
        return new BlobUpload.Finished(known, result.digests(), false);
    }

    /// Pins before the blob can be found, so that nobody condemns it in between.
    private BlobUpload.Finished fresh(DigestSet.Result result, Storing storing) throws IOException {
        BlobId id = result.id();
        pins.pin(id);
        @Nullable Placement placement = null;
        try {
            placement = storing.store();
        } finally {
            if (placement == null) {
                pins.unpin(id);
            }
        }
        PinnedBlob pin = new LocalPin(id, placement, reads, pins);
        return new BlobUpload.Finished(pin, result.digests(), true);
    }

    @FunctionalInterface
    private interface Storing {
        Placement store() throws IOException;
    }

    void discard(LargeWriter file) {
        try {
            file.close();
            if (Files.exists(file.path())) {
                largeFiles.discard(file);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// A full volume or an interrupt ends one upload; anything else leaves unknown what is on disk.
    StoreException failed(IOException e) {
        StoreException failure = DiskFull.classify("storing a blob", e);
        boolean interrupted = e instanceof ClosedByInterruptException;
        if (failure instanceof StoreException.Failed && !interrupted) {
            health.poison(failure);
        }
        return failure;
    }

    synchronized List<Placements.Stored> takeLarge() {
        List<Placements.Stored> taken = finishedLarge;
        finishedLarge = new ArrayList<>();
        return taken;
    }

    /// Takes back files of a blob that no sync has taken yet.
    synchronized List<Placements.Stored> withdrawLarge(BlobId id) {
        return Placements.withdraw(finishedLarge, id);
    }

    synchronized boolean holdsLarge(BlobId id) {
        return finishedLarge.stream().anyMatch(stored -> stored.id().equals(id));
    }

    long dedupHits() {
        return dedupHits.sum();
    }

    long dedupBytes() {
        return dedupBytes.sum();
    }
}
