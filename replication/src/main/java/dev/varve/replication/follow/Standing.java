package dev.varve.replication.follow;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.replication.ship.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the following of one peer stands, and how it came to that.
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final NodeId peer;
    private final InstantSource clock;
    private FollowState state = new FollowState.Idle();
    private Instant since;
    private Optional<Origin> origin;
    private Promise promise = Promise.NONE;
    private FollowCounters counters = FollowCounters.ZERO;

    /// @param origin what is known of the peer from before
    Standing(NodeId peer, InstantSource clock, Optional<Origin> origin) {
        this.peer = peer;
        this.clock = clock;
        this.since = clock.instant();
        this.origin = origin;
    }

    boolean isPaused() {
        return state instanceof FollowState.Paused;
    }

    /// The one place where the state changes.
    void become(FollowState next, String why) {
        if (next.equals(state)) {
            return;
        }
        if (isNoteworthy(next)) {
            LOG.info("peer {}: {} -> {}: {}", peer, state.name(), next.name(), why);
        } else {
            LOG.debug("peer {}: {} -> {}: {}", peer, state.name(), next.name(), why);
        }
        since = clock.instant();
        state = next;
    }

    /// Streams begin and end all the time.
    private boolean isNoteworthy(FollowState next) {
        boolean wasWell =
                state instanceof FollowState.Idle || state instanceof FollowState.Following;
        boolean isWell = next instanceof FollowState.Idle || next instanceof FollowState.Following;
        return !state.name().equals(next.name()) && !(wasWell && isWell);
    }

    void greeted(Origin by, Promise said) {
        origin = Optional.of(by);
        promise = said;
    }

    void promised(Promise said) {
        promise = said;
    }

    FollowCounters counters() {
        return counters;
    }

    void count(FollowCounters now) {
        counters = now;
    }

    FollowStatus describe(History history, int tries) {
        Optional<Known> known = origin.map(history::known);
        return new FollowStatus(
                peer,
                state,
                since,
                origin,
                known.map(Known::position).orElse(Position.NONE),
                promise,
                lag(known),
                tries,
                counters);
    }

    private Optional<Duration> lag(Optional<Known> known) {
        if (promise.position().isNone() || known.isEmpty() || known.get().isNothing()) {
            return Optional.empty();
        }
        boolean complete = !promise.position().isAfter(known.get().position());
        long millis = complete ? 0 : promise.time().millis() - known.get().time().millis();
        return Optional.of(Duration.ofMillis(Math.max(0, millis)));
    }
}
