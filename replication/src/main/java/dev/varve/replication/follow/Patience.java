package dev.varve.replication.follow;

import dev.varve.log.Position;
import java.time.Duration;
import java.time.Instant;

/// How long an origin may be silent that is waited for, before another node is asked for its events.
/// While they come from itself, nobody else is asked.
final class Patience {
    private final Duration atMost;
    private Position seen = Position.NONE;
    private Instant since = Instant.MIN;

    Patience(Duration atMost) {
        this.atMost = atMost;
    }

    void begin(Instant now) {
        since = now;
        seen = Position.NONE;
    }

    /// @param position how far the origin is folded now
    /// @param relayed whether it came to that by a relay, which then goes on at once
    boolean isOver(Position position, boolean relayed, Instant now) {
        if (!position.equals(seen)) {
            boolean moved = !seen.isNone();
            seen = position;
            if (moved && !relayed) {
                since = now;
            }
        }
        return !since.plus(atMost).isAfter(now);
    }
}
