package dev.varve.server.config;

import dev.varve.server.store.SnapshotSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of snapshots, and of what is trimmed behind them.
final class SnapshotTable {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    static final Setting<Optional<Duration>> EVERY =
            Setting.of(
                    "snapshots.every",
                    Type.duration(Duration.ofMinutes(1), LONGEST).orNone(),
                    Optional.of(SnapshotSettings.DEFAULT.every()),
                    "a snapshot of the object view is taken so often, if anything changed");

    static final Setting<Optional<Integer>> EVERY_EVENTS =
            Setting.of(
                    "snapshots.every-events",
                    Type.count(1, Integer.MAX_VALUE).orNone(),
                    Optional.empty(),
                    "and after so many events, whatever the time");

    static final Setting<Integer> KEEP =
            Setting.of(
                    "snapshots.keep",
                    Type.count(1, 100),
                    SnapshotSettings.DEFAULT.keep(),
                    "so many are kept, the newest; the journal is trimmed only behind the oldest of"
                            + " so many");

    static final Setting<Optional<Duration>> AUDIT_RETENTION =
            Setting.of(
                    "journal.audit-retention",
                    Type.duration(Duration.ZERO, LONGEST).orNone(),
                    Optional.empty(),
                    "events that are older are trimmed once nothing else needs them; without it all"
                            + " are kept for ever");

    private SnapshotTable() {}

    static List<Setting<?>> all() {
        return List.of(EVERY, EVERY_EVENTS, KEEP, AUDIT_RETENTION);
    }
}
