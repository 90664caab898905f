package dev.varve.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that never goes back: where the one behind it is set back, it goes on from where it was. For
/// whoever waits: a wait must not become longer by as much as a clock was wrong. For any number of
/// threads.
public final class OnwardClock implements InstantSource {
    private final InstantSource clock;
    private Instant last = Instant.MIN;
    private Duration ahead = Duration.ZERO;

    public OnwardClock(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = clock.instant().plus(ahead);
        if (now.isBefore(last)) {
            ahead = ahead.plus(Duration.between(now, last));
            return last;
        }
        last = now;
        return now;
    }
}
