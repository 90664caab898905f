package dev.varve.server.store;

import java.time.Duration;
import java.util.Optional;

/// When snapshots are taken, and what of the journal goes once they cover it.
///
/// @param every after so much time, if anything changed; 0 for never
/// @param everyEvents after so many events, whatever the time; 0 for no such limit
/// @param keep so many, the newest
/// @param auditRetention events older than this may be trimmed; empty to keep all for ever
/// @param memberGrace what other members have yet to take is kept until it is older
public record SnapshotSettings(
        Duration every,
        long everyEvents,
        int keep,
        Optional<Duration> auditRetention,
        Duration memberGrace) {
    public static final SnapshotSettings DEFAULT =
            new SnapshotSettings(Duration.ofDays(1), 0, 2, Optional.empty(), Duration.ofDays(7));

    public SnapshotSettings {
        if (every.isNegative() || everyEvents < 0 || keep < 1 || memberGrace.isNegative()) {
            throw new IllegalArgumentException("snapshot settings are out of range");
        }
    }

    /// Whether nothing is done unless somebody asks.
    boolean isOff() {
        return every.isZero() && everyEvents == 0;
    }

    public SnapshotSettings auditRetention(Duration changed) {
        return new SnapshotSettings(every, everyEvents, keep, Optional.of(changed), memberGrace);
    }

    public SnapshotSettings keep(int changed) {
        return new SnapshotSettings(every, everyEvents, changed, auditRetention, memberGrace);
    }
}
