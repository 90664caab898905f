package dev.varve.server.store;

import dev.varve.projections.StateStore;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.server.consumers.Chore;
import dev.varve.server.consumers.Consumers;
import dev.varve.server.consumers.Nudge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a store does by itself from time to time. Nothing that writes is tried while no writes are
/// taken.
final class StoreChores {
    private static final String PURGE = "purge";

    /// So that many who overwrite share one round.
    private static final Duration PURGE_AFTER = Duration.ofMillis(100);

    /// Each one flushes where blobs are, which is dear when many are stored.
    private static final Duration PURGES_APART = Duration.ofSeconds(5);

    private static final Duration KEY_USES_EVERY = Duration.ofMinutes(1);
    private static final Duration LIFECYCLE_EVERY = Duration.ofMinutes(1);

    /// So that nobody notices when very much is due at one midnight.
    private static final int EXPIRED_PER_SECOND = 1000;

    private static final Duration SETTLE_EVERY = Duration.ofMillis(100);

    private static final Duration SNAPSHOT_LOOK_EVERY = Duration.ofMinutes(1);

    /// In one go, so that closing never waits long for it.
    private static final Duration SETTLE_FOR = Duration.ofSeconds(1);

    private final Core core;
    private final Maintenance maintenance;
    private final VarveConfig config;
    private final Runnable flushViews;

    /// @param flushViews writes down all views of the journal
    StoreChores(Core core, Maintenance maintenance, VarveConfig config, Runnable flushViews) {
        this.core = core;
        this.maintenance = maintenance;
        this.config = config;
        this.flushViews = flushViews;
    }

    List<Chore> all() {
        List<Chore> all = new ArrayList<>(List.of(purge(), uploadExpiry(), settle(), flush()));
        all.addAll(maintenance.upkeep().chores(this::guarded));
        return all;
    }

    private Chore purge() {
        return writing(
                PURGE,
                "purges versions whose history window ended, lets bytes go that end before it,"
                        + " and frees their space",
                config.history().every(),
                run -> {
                    maintenance.tidy();
                    run.figure("members_waited_for", maintenance.waitedFor());
                });
    }

    /// What has no window goes soon, and not with the next round.
    void purgeWhatIsDue(Consumers consumers) {
        consumers
                .find(PURGE)
                .ifPresent(purge ->
                        core.sequencer().whenDue(new Nudge(purge, PURGE_AFTER, PURGES_APART)));
    }

    private Chore uploadExpiry() {
        UploadExpiry expiry =
                new UploadExpiry(core, config.uploads().expireAfter(), System::nanoTime);
        return writing(
                "upload-expiry",
                "gives up uploads of which nothing came for long",
                config.uploads().every(),
                run -> run.figure("expired", expiry.expire()));
    }

    Chore lifecycle(StateStore state) {
        LifecyclePass pass =
                new LifecyclePass(core, state, System::nanoTime, new Pace(EXPIRED_PER_SECOND));
        return writing(
                "lifecycle",
                "lets go of what is due by lifecycle rules, once a day and when they change",
                LIFECYCLE_EVERY,
                pass::run);
    }

    private Chore settle() {
        return writing(
                "settle",
                "brings deletes and moves of prefixes into the rows of their keys",
                SETTLE_EVERY,
                _ -> maintenance.settle(SETTLE_FOR));
    }

    private Chore flush() {
        return Chore.of(
                "flush",
                "writes views down, so that a restart replays little and the journal may go",
                config.view().flushEvery(),
                _ -> flushViews.run());
    }

    Chore keyUses(Credentials credentials) {
        return Chore.of(
                "key-uses",
                "writes down when access keys were last used",
                KEY_USES_EVERY,
                _ -> credentials.write(core));
    }

    /// Looks often, and does something seldom.
    Chore snapshot(Snapshotting snapshots) {
        SnapshotSettings settings = config.journal().snapshots();
        return Chore.of(
                "snapshot",
                "takes snapshots of the object view, and trims the journal behind them",
                settings.isOff() ? Duration.ZERO : SNAPSHOT_LOOK_EVERY,
                run -> snapshot(snapshots, run));
    }

    private static void snapshot(Snapshotting snapshots, Chore.Run run) {
        if (snapshots.isDue()) {
            SnapshotSummary taken =
                    snapshots.take((rows, bytes) -> {
                        run.figure("rows", rows);
                        run.figure("bytes", bytes);
                    });
            run.figure("position", taken.position().value());
        }
        run.figure("trimmed", snapshots.trim().segments().size());
    }

    private Chore writing(String name, String about, Duration every, Chore.Work work) {
        return Chore.of(name, about, every, guarded(work));
    }

    private Chore.Work guarded(Chore.Work work) {
        return run -> {
            if (core.sequencer().poison() == null) {
                work.run(run);
            }
        };
    }
}
