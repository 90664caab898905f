package dev.varve.log.memory;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import dev.varve.log.blob.DigestSet;
import dev.varve.log.blob.DomainKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Blobs in the heap. What is finished but not synced is found by nobody else, as on a disk.
public final class MemoryBlobStore implements BlobStore {
    private final DomainKeys keys;
    private final Map<BlobId, byte[]> durable = new HashMap<>();
    private final Map<BlobId, Integer> pins = new HashMap<>();
    private List<Stored> finished = new ArrayList<>();
    private long dedupHits;
    private long dedupBytes;
    private long condemned;
    private long condemnedBytes;
    private boolean closed;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Stored(BlobId id, byte[] bytes) {}

    public MemoryBlobStore() {
        this(DomainKeys.NONE);
    }

    public MemoryBlobStore(DomainKeys keys) {
        this.keys = keys;
    }

    @Override
    public synchronized BlobUpload upload(BlobHints hints) {
        requireOpen();
        return new Upload(DigestSet.of(hints.domain(), keys, hints.digests()));
    }

    @Override
    public synchronized Optional<PinnedBlob> pin(BlobId id) {
        requireOpen();
        return Optional.ofNullable(durable.get(id)).map(bytes -> new Pin(id, bytes));
    }

    @Override
    public synchronized void sync() {
        requireOpen();
        finished.forEach(stored -> durable.putIfAbsent(stored.id, stored.bytes));
        finished = new ArrayList<>();
    }

    @Override
    public synchronized boolean condemn(BlobId id) {
        requireOpen();
        if (pins.containsKey(id)) {
            return false;
        }
        finished.removeIf(stored -> stored.id.equals(id));
        byte[] bytes = durable.remove(id);
        if (bytes != null) {
            condemned++;
            condemnedBytes += bytes.length;
        }
        return true;
    }

    @Override
    public synchronized Reclaimed reclaim(Pace pace) {
        requireOpen();
        Reclaimed reclaimed = new Reclaimed(condemned, condemnedBytes, 0);
        condemned = 0;
        condemnedBytes = 0;
        return reclaimed;
    }

    /// Nothing in the heap goes bad.
    @Override
    public synchronized ScrubSummary scrub(ScrubDepth depth, ScrubWatch watch) {
        requireOpen();
        return new ScrubSummary(durable.size(), logicalBytes(), 0);
    }

    @Override
    public ScrubStep scrub(ScrubDepth depth, @Nullable BlobId after, ScrubWatch watch, Pace pace) {
        return new ScrubStep(scrub(depth, watch), null, true);
    }

    /// Nothing in the heap is compressed.
    @Override
    public RecompressStep recompress(RecompressPlan plan, @Nullable BlobId after, Pace pace) {
        return new RecompressStep(new ScrubSummary(stats().blobs(), 0, 0), 0, null, true);
    }

    @Override
    public synchronized Optional<StoredBlob> find(BlobId id) {
        requireOpen();
        return Optional.ofNullable(durable.get(id))
                .map(bytes -> new StoredBlob(id, bytes.length, bytes.length, false));
    }

    @Override
    public synchronized boolean isPinned(BlobId id) {
        return pins.containsKey(id);
    }

    @Override
    public synchronized int pinned() {
        return pins.size();
    }

    /// There are no files.
    @Override
    public void survey(boolean repair, SurveyWatch watch) {
        long looked = stats().blobs();
        watch.looked(looked);
    }

    @Override
    public void forEach(Consumer<StoredBlob> each) {
        Map<BlobId, byte[]> copy;
        synchronized (this) {
            requireOpen();
            copy = Map.copyOf(durable);
        }
        copy.forEach(
                (id, bytes) -> each.accept(new StoredBlob(id, bytes.length, bytes.length, false)));
    }

    @Override
    public synchronized Stats stats() {
        long bytes = logicalBytes();
        return new Stats(
                durable.size(), bytes, bytes, condemnedBytes, dedupHits, dedupBytes, 0, 0, 0);
    }

    private long logicalBytes() {
        return durable.values().stream().mapToLong(bytes -> bytes.length).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException.Closed("the blob store is closed");
        }
    }

    private synchronized BlobUpload.Finished finish(DigestSet.Result result, byte[] bytes) {
        requireOpen();
        byte[] known = durable.get(result.id());
        if (known != null) {
            dedupHits++;
            dedupBytes += known.length;
            return new BlobUpload.Finished(new Pin(result.id(), known), result.digests(), false);
        }
        finished.add(new Stored(result.id(), bytes));
        return new BlobUpload.Finished(new Pin(result.id(), bytes), result.digests(), true);
    }

    private synchronized void unpin(BlobId id) {
        pins.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
    }

    private final class Pin implements PinnedBlob {
        private final BlobId id;
        private final byte[] bytes;
        private boolean released;

        /// The store's lock is held.
        Pin(BlobId id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
            pins.merge(id, 1, Integer::sum);
        }

        @Override
        public BlobId id() {
            return id;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public synchronized InputStream read(long offset, long length) {
            if (released) {
                throw new IllegalStateException("the pin of " + id + " is closed");
            }
            Objects.checkFromIndexSize(offset, length, (long) bytes.length);
            return new ByteArrayInputStream(bytes, (int) offset, (int) length);
        }

        @Override
        public synchronized void close() {
            if (!released) {
                released = true;
                unpin(id);
            }
        }
    }

    private final class Upload implements BlobUpload {
        private final DigestSet digests;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean ended;

        Upload(DigestSet digests) {
            this.digests = digests;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            requireRunning();
            bytes.write(from, offset, length);
            digests.update(from, offset, length);
        }

        @Override
        public Finished finish() {
            requireRunning();
            if (bytes.size() == 0) {
                throw new IllegalStateException("an upload without bytes is no blob");
            }
            ended = true;
            return MemoryBlobStore.this.finish(digests.finish(), bytes.toByteArray());
        }

        @Override
        public void close() {
            ended = true;
        }

        private void requireRunning() {
            if (ended) {
                throw new StoreException.Closed("the upload has ended");
            }
        }
    }
}
