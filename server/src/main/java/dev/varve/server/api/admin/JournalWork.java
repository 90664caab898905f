package dev.varve.server.api.admin;

import dev.varve.log.Position;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.server.store.RebuildBeside;
import dev.varve.server.store.Snapshotting;
import java.util.function.Supplier;

/// Jobs about snapshots and the journal behind them.
public final class JournalWork {
    private final Supplier<Snapshotting> snapshots;

    /// The store exists only once somebody asks.
    public JournalWork(Supplier<Snapshotting> snapshots) {
        this.snapshots = snapshots;
    }

    void snapshot(Job job) {
        SnapshotSummary taken =
                snapshots
                        .get()
                        .take((rows, bytes) -> {
                            job.figure("rows", rows);
                            job.figure("bytes", bytes);
                        });
        job.figure("rows", taken.rows());
        job.figure("bytes", taken.bytes());
        job.figure("position", taken.position().value());
    }

    void trim(Job job) {
        Snapshotting.Trim trim = snapshots.get().trim();
        job.figure("segments", trim.segments().size());
        job.figure("bytes", trim.bytes());
        job.figure("oldest", trim.oldest().value());
    }

    void rebuild(Job job) {
        long begun = System.nanoTime();
        RebuildBeside.Rebuilt rebuilt =
                snapshots
                        .get()
                        .rebuild((position, goal) -> {
                            job.figure("position", position.value());
                            job.figure("goal", goal.value());
                            job.figure("seconds_left", left(begun, position, goal));
                        });
        job.figure("position", rebuilt.position().value());
        job.figure("events", rebuilt.events());
        job.figure("differences", 0);
    }

    private static long left(long begun, Position position, Position goal) {
        long seconds = (System.nanoTime() - begun) / 1_000_000_000L;
        long done = Math.max(1, position.value() + 1);
        return seconds * (goal.value() - position.value()) / done;
    }
}
