package dev.varve.server.consumers;

import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.StateBatch;
import java.time.Duration;
import java.util.List;

/// Does something about each event, in order.
public interface Follower {
    String name();

    /// What it does, in one line.
    String about();

    /// Rows put into `with` are written in one step with the cursor, so that neither is there
    /// without the other. Other effects must be idempotent by position: after a crash, the events
    /// since the last step come again. What it throws is told of, and the same events come again later.
    ///
    /// @param events published ones, in order, at least one
    void apply(List<Recorded> events, StateBatch with) throws InterruptedException;

    /// The last event that it need not see, where it is new.
    default Position begin() {
        return Position.NONE;
    }

    /// Whether it may begin anew by itself when what it remembered is lost: one whose effects others
    /// see must not.
    default boolean mayRestart() {
        return false;
    }

    /// Whether it lapses when it falls back too far; else it holds the journal for as long as it takes.
    default boolean mayLapse() {
        return true;
    }

    /// Called before it is replayed from a position.
    ///
    /// @throws ConsumerRefusal when that cannot be
    default void replaying(Position from, StateBatch with) {}

    /// The time between two steps where few events come, so that their syncs do not crowd out those
    /// of the journal.
    default Duration pace() {
        return Duration.ofMillis(50);
    }
}
