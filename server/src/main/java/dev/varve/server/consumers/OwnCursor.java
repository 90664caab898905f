package dev.varve.server.consumers;

import dev.varve.log.Position;

/// Keeps its cursor itself, in one step with its effect.
public interface OwnCursor extends Follower {
    /// The last event whose effect is kept, also after a crash.
    Position position();
}
