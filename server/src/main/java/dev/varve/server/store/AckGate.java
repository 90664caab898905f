package dev.varve.server.store;

import dev.varve.log.Position;

/// Holds answers back until others have what they tell of.
@FunctionalInterface
public interface AckGate {
    AckGate OPEN = _ -> true;

    /// Waits until enough others hold all events up to a position, and the bytes that they name.
    /// False when they do not in time.
    boolean await(Position position) throws InterruptedException;
}
