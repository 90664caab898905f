package dev.varve.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Wall time tells what is due, and wall time may be wrong. Whoever takes things away by it waits until
/// the clock has gone as steadily as the machine's timer for a while: after a jump nothing goes before
/// somebody could have seen it.
final class SteadyClock {
    static final Duration SHORT_WATCH = Duration.ofMinutes(10);
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private final InstantSource clock;
    private final LongSupplier timer;
    private @Nullable Seen last;
    private long steadySince;

    private record Seen(Instant wall, long nanos) {
        /// Whether wall time and timer tell the same of the time in between.
        boolean agreesWith(Seen later) {
            Duration byWall = Duration.between(wall, later.wall);
            Duration byTimer = Duration.ofNanos(later.nanos - nanos);
            return byWall.minus(byTimer).abs().compareTo(TOLERANCE) <= 0;
        }
    }

    /// @param timer nanoseconds that never jump
    SteadyClock(InstantSource clock, LongSupplier timer) {
        this.clock = clock;
        this.timer = timer;
    }

    /// Looks at both, as one must every now and then. Answers whether they agreed for so long.
    boolean look(Duration watch) {
        Seen now = new Seen(clock.instant(), timer.getAsLong());
        if (last == null || !last.agreesWith(now)) {
            steadySince = now.nanos();
        }
        last = now;
        return now.nanos() - steadySince >= watch.toNanos();
    }
}
