package dev.varve.server.store;

import dev.varve.log.Position;
import java.time.Instant;

/// Which state to read: now, or one of the past.
public sealed interface AsOf {
    AsOf NOW = new Now();

    record Now() implements AsOf {}

    /// The state at the end of a wall-clock millisecond.
    record At(Instant instant) implements AsOf {}

    /// The state just after the event at a position of this node's journal.
    record AtPosition(Position position) implements AsOf {}
}
