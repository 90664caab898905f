package dev.varve.server.store;

import java.time.Duration;

/// Keeps work that is in no hurry to so much a second.
final class Pace {
    static final Pace FREE = new Pace(0);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final int perSecond;
    private long done;
    private long begun = System.nanoTime();

    /// @param perSecond 0 for no limit
    Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /// Waits as long as it takes.
    void did(int count) throws InterruptedException {
        if (perSecond == 0) {
            return;
        }
        done += count;
        long ahead = done * SECOND / perSecond - (System.nanoTime() - begun);
        if (ahead > 0) {
            Thread.sleep(Duration.ofNanos(ahead));
        }
        if (System.nanoTime() - begun > SECOND) {
            begun = System.nanoTime();
            done = 0;
        }
    }
}
