package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.PinnedBlob;
import dev.varve.log.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds pins on the blobs of some slices for as long as they are read.
final class SliceReader implements AutoCloseable {
    private final Map<BlobId, PinnedBlob> pins;
    private final List<Slice> slices;

    private SliceReader(Map<BlobId, PinnedBlob> pins, List<Slice> slices) {
        this.pins = pins;
        this.slices = slices;
    }

    /// Pins all; empty, with no pin held, when one blob is not here.
    static Optional<SliceReader> open(BlobStore blobs, List<Slice> slices) {
        SliceReader reader = new SliceReader(new HashMap<>(), slices);
        for (Slice slice : slices) {
            if (!reader.pins.containsKey(slice.blob()) && !reader.pin(blobs, slice.blob())) {
                reader.close();
                return Optional.empty();
            }
        }
        return Optional.of(reader);
    }

    private boolean pin(BlobStore blobs, BlobId id) {
        Optional<PinnedBlob> pinned = blobs.pin(id);
        pinned.ifPresent(blob -> pins.put(id, blob));
        return pinned.isPresent();
    }

    PinnedBlob blob(Slice slice) {
        PinnedBlob blob = pins.get(slice.blob());
        if (blob == null) {
            throw new IllegalStateException(slice.blob() + " is not pinned");
        }
        return blob;
    }

    List<Slice> slices() {
        return slices;
    }

    @Override
    public void close() {
        pins.values().forEach(PinnedBlob::close);
    }
}
