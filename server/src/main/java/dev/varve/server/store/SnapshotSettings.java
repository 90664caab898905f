package dev.varve.server.store;

import java.time.Duration;
import java.util.Optional;

/// When snapshots are taken, and what of the journal goes once they cover it.
///
/// @param every after so much time, if anything changed; 0 for never
/// @param everyEvents after so many events, whatever the time; 0 for no such limit
/// @param keep so many, the newest
/// @param auditRetention events older than this may be trimmed; empty to keep all for ever
public record SnapshotSettings(
        Duration every, long everyEvents, int keep, Optional<Duration> auditRetention) {
    public static final SnapshotSettings DEFAULT =
            new SnapshotSettings(Duration.ofDays(1), 0, 2, Optional.empty());

    public SnapshotSettings {
        if (every.isNegative() || everyEvents < 0 || keep < 1) {
            throw new IllegalArgumentException("snapshot settings are out of range");
        }
    }

    /// Whether nothing is done unless somebody asks.
    boolean isOff() {
        return every.isZero() && everyEvents == 0;
    }

    public SnapshotSettings auditRetention(Duration changed) {
        return new SnapshotSettings(every, everyEvents, keep, Optional.of(changed));
    }

    public SnapshotSettings keep(int changed) {
        return new SnapshotSettings(every, everyEvents, changed, auditRetention);
    }
}
