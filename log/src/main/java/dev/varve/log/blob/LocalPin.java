package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.PinnedBlob;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

final class LocalPin implements PinnedBlob {
    private final BlobId id;
    private final Placement placement;
    private final BlobReads reads;
    private final Pins pins;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Takes over a pin that is already counted.
    LocalPin(BlobId id, Placement placement, BlobReads reads, Pins pins) {
        this.id = id;
        this.placement = placement;
        this.reads = reads;
        this.pins = pins;
    }

    @Override
    public BlobId id() {
        return id;
    }

    @Override
    public long length() {
        return placement.length();
    }

    @Override
    public InputStream read(long offset, long length) {
        if (closed.get()) {
            throw new IllegalStateException("the pin of " + id + " is closed");
        }
        return reads.stream(id, placement, offset, length);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            pins.unpin(id);
        }
    }
}
