package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Serving, poisoned (reads go on) or closed.
final class Health {
    private final AtomicReference<@Nullable StoreException> poison = new AtomicReference<>();
    private volatile boolean closed;

    void requireOpen() {
        if (closed) {
            throw new StoreException.Closed("the blob store is closed");
        }
    }

    void requireWritable() {
        requireOpen();
        StoreException cause = poison.get();
        if (cause != null) {
            throw new StoreException.Failed(
                    "the blob store takes no more writes since: " + cause.getMessage(), cause);
        }
    }

    void poison(StoreException cause) {
        poison.compareAndSet(null, cause);
    }

    boolean isPoisoned() {
        return poison.get() != null;
    }

    boolean isClosed() {
        return closed;
    }

    /// False when it was closed before.
    boolean close() {
        boolean was = closed;
        closed = true;
        return !was;
    }
}
