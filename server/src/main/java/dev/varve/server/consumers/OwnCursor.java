package dev.varve.server.consumers;

import dev.varve.log.Position;
import java.util.Optional;

/// Keeps its cursor itself, in one step with its effect.
public interface OwnCursor extends Follower {
    /// The last event whose effect is kept, also after a crash.
    Position position();

    /// Why what comes cannot be used, since what was before it is missing and the journal does not have
    /// it; empty where it can.
    default Optional<String> lost() {
        return Optional.empty();
    }
}
