package dev.varve.server.store;

import dev.varve.log.BlobId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Blobs whose request came to nothing, for reclaim to look at. When there are too many, or after a
/// crash, only a reconcile finds them all.
final class Strays {
    static final int CAPACITY = 100_000;

    private final ArrayBlockingQueue<BlobId> blobs = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicBoolean overflowed = new AtomicBoolean();

    void add(List<BlobId> more) {
        for (BlobId blob : more) {
            if (!blobs.offer(blob)) {
                overflowed.set(true);
            }
        }
    }

    List<BlobId> take(int limit) {
        List<BlobId> taken = new ArrayList<>();
        blobs.drainTo(taken, limit);
        return taken;
    }

    boolean overflowed() {
        return overflowed.getAndSet(false);
    }
}
