package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.Pace;
import dev.varve.projections.StateStore;
import dev.varve.server.consumers.Chore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Goes through all blobs once in a period, a little at a time, in the order of ids. Where it was is
/// kept as a row of consumer state. It waits while the store is busy; where the period is a promise,
/// for no longer than a tenth of it in all.
final class Rounds {
    private static final Duration STEP = Duration.ofSeconds(10);

    private final Duration period;
    private final boolean promised;
    private final Company company;
    private final RoundRow kept;
    private volatile Round round;
    private volatile boolean waiting;

    /// What all work in the background has to do with.
    ///
    /// @param busy whether others go first
    record Company(Pace pace, BooleanSupplier busy, InstantSource clock, StateStore state) {}

    /// Looks at blobs behind one, until `pace` ends it.
    @FunctionalInterface
    interface Work {
        Done look(@Nullable BlobId after, Pace pace);
    }

    /// @param last blob that was looked at
    /// @param end whether there are no more
    record Done(ScrubSummary summary, @Nullable BlobId last, boolean end) {}

    Rounds(String name, Duration period, boolean promised, Company company) {
        this.period = period;
        this.promised = promised;
        this.company = company;
        this.kept = new RoundRow(company.state(), name);
        this.round = kept.read().orElseGet(() -> Round.first(company.clock().instant()));
    }

    Duration period() {
        return period;
    }

    boolean isOn() {
        return period.isPositive();
    }

    /// How often to take a step, so that a round has a thousand of them.
    Duration every() {
        Duration share = period.dividedBy(1000);
        return share.compareTo(STEP) > 0 ? STEP : share.plusMillis(1);
    }

    Round round() {
        return round;
    }

    boolean isWaiting() {
        return waiting;
    }

    Instant now() {
        return company.clock().instant();
    }

    /// Looks at what is due by now; not for long in one go, so that little is lost with a crash.
    synchronized void step(Chore.Run run, long total, Work work) {
        Instant now = now();
        Round current = round.at(now, period);
        long due = current.due(now, period, total);
        waiting = due > 0 && isAskedToWait(current, now, total);
        if (due > 0 && !waiting) {
            current = current.plus(work.look(current.after(), new Step(run, due)));
        }
        if (!current.equals(round)) {
            kept.write(current);
            round = current;
        }
    }

    private boolean isAskedToWait(Round current, Instant now, long total) {
        return company.busy().getAsBoolean() && !(promised && current.isLate(now, period, total));
    }

    /// Between one blob and the next.
    private final class Step implements Pace {
        private final long begun = System.nanoTime();
        private final Chore.Run run;
        private long left;

        Step(Chore.Run run, long left) {
            this.run = run;
            this.left = left;
        }

        @Override
        public boolean goesOn() {
            boolean inTime = System.nanoTime() - begun < STEP.toNanos();
            return inTime && left-- > 0 && run.goesOn() && company.pace().goesOn();
        }

        @Override
        public void took(long bytes) {
            company.pace().took(bytes);
        }
    }
}
