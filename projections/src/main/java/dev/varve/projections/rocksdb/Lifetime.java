package dev.varve.projections.rocksdb;

import dev.varve.log.StoreException;
import java.util.concurrent.TimeUnit;

/// Keeps native memory alive while anybody uses it: touching it later would crash the process.
final class Lifetime {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private final String what;
    private final Runnable dispose;
    private int users;
    private boolean closed;
    private boolean disposed;

    Lifetime(String what, Runnable dispose) {
        this.what = what;
        this.dispose = dispose;
    }

    /// @throws StoreException.Closed once [#close()] was called
    synchronized void enter() {
        if (closed) {
            throw new StoreException.Closed(what + " is closed");
        }
        users++;
    }

    synchronized void exit() {
        users--;
        if (closed && users == 0) {
            disposeOnce();
            notifyAll();
        }
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new StoreException.Closed(what + " is closed");
        }
    }

    synchronized boolean isOpen() {
        return !closed;
    }

    /// Refuses new users and waits for those inside; if they take too long the last one disposes.
    synchronized void close() {
        closed = true;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean interrupted = false;
        while (users > 0 && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (users == 0) {
            disposeOnce();
        }
    }

    private void disposeOnce() {
        if (!disposed) {
            disposed = true;
            dispose.run();
        }
    }
}
