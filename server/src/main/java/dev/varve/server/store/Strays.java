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
    private final AtomicBoolean incomplete;

    /// @param incomplete whether there are unknown ones from before
    Strays(boolean incomplete) {
        this.incomplete = new AtomicBoolean(incomplete);
    }

    void add(List<BlobId> more) {
        for (BlobId blob : more) {
            if (!blobs.offer(blob)) {
                incomplete.set(true);
            }
        }
    }

    List<BlobId> take(int limit) {
        List<BlobId> taken = new ArrayList<>();
        blobs.drainTo(taken, limit);
        return taken;
    }

    /// Whether some are not in here, so that only a reconcile finds them; asking forgets it.
    boolean takeIncomplete() {
        return incomplete.getAndSet(false);
    }
}
