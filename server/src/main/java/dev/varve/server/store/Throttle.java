package dev.varve.server.store;

import dev.varve.log.Pace;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How many bytes a second all work in the background may read and write together. What was taken
/// is paid for by waiting afterwards, so that a block larger than a second's worth passes too.
final class Throttle implements Pace {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long paidUntil;

    /// @param bytesPerSecond 0 for any
    Throttle(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        paidUntil = nanoTime.getAsLong();
    }

    @Override
    public boolean goesOn() {
        return stopping.getCount() > 0;
    }

    @Override
    public void took(long bytes) {
        try {
            if (stopping.await(owed(bytes), TimeUnit.NANOSECONDS)) {
                throw new Ended();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Ended();
        }
    }

    /// How long to wait for what was taken.
    synchronized long owed(long bytes) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        long from = paidUntil - now > 0 ? paidUntil : now;
        paidUntil = from + (long) ((double) bytes * SECOND / bytesPerSecond);
        return paidUntil - now;
    }

    /// Ends all work that is paced by this, waiting or not.
    void stop() {
        stopping.countDown();
    }
}
