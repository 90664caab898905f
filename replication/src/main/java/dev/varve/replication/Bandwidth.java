package dev.varve.replication;

import dev.varve.log.Pace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// So many bytes a second, shared by all that take from it: a bucket of tokens that may be overdrawn
/// by one message, which whoever comes next waits for. One for each direction. For any number of
/// threads.
public final class Bandwidth implements Pace {
    /// What may be taken at once after a rest: what comes in this time.
    public static final Duration BURST = Duration.ofMillis(250);

    /// The lowest limit, in bytes per second: with less, a single message could take minutes.
    public static final long LOWEST = 16 << 10;

    private static final long UNLIMITED = 0;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private long perSecond;
    private double tokens;
    private long filledAt;
    private long taken;

    /// Waits. Tests do it without losing time.
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /// @param perSecond 0 for no limit, else at least [#LOWEST]
    public Bandwidth(long perSecond) {
        this(perSecond, System::nanoTime, Thread::sleep);
    }

    public Bandwidth(long perSecond, LongSupplier nanos, Sleeper sleeper) {
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.filledAt = nanos.getAsLong();
        limit(perSecond);
        this.tokens = burst();
    }

    public static Bandwidth unlimited() {
        return new Bandwidth(UNLIMITED);
    }

    /// Changes the limit from now on; what was taken before is not forgotten.
    public synchronized void limit(long bytesPerSecond) {
        if (bytesPerSecond != UNLIMITED && bytesPerSecond < LOWEST) {
            throw new IllegalArgumentException(
                    "a limit of %d bytes per second; the lowest is %d, and 0 is none"
                            .formatted(bytesPerSecond, LOWEST));
        }
        if (perSecond != UNLIMITED) {
            fill();
        }
        perSecond = bytesPerSecond;
        tokens = Math.min(tokens, burst());
    }

    /// In bytes per second, 0 for none.
    public synchronized long limit() {
        return perSecond;
    }

    /// All bytes that were taken so far.
    public synchronized long total() {
        return taken;
    }

    /// Takes bytes, whether they are there or not, and answers how long to rest until the next.
    public synchronized Duration take(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("not a number of bytes: " + bytes);
        }
        taken += bytes;
        if (perSecond == UNLIMITED) {
            return Duration.ZERO;
        }
        fill();
        tokens -= bytes;
        return tokens >= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(-tokens / perSecond * SECOND));
    }

    /// The same, and rests.
    public void spend(long bytes) throws InterruptedException {
        Duration rest = take(bytes);
        if (!rest.isZero()) {
            sleeper.sleep(rest);
        }
    }

    @Override
    public boolean goesOn() {
        return !Thread.currentThread().isInterrupted();
    }

    @Override
    public void took(long bytes) {
        try {
            spend(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Ended();
        }
    }

    private void fill() {
        long now = nanos.getAsLong();
        tokens = Math.min(burst(), tokens + (now - filledAt) / SECOND * perSecond);
        filledAt = now;
    }

    private double burst() {
        return perSecond * (BURST.toNanos() / SECOND);
    }
}
