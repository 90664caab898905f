package dev.varve.replication.follow;

import dev.varve.replication.ship.Request;
import java.time.Duration;

/// What to do next for a peer.
public sealed interface Step {
    /// Open a stream, and hand on its messages.
    record Ask(Request request) implements Step {}

    /// Nothing, for so long or until [Following#resume()] or [Following#wake()].
    record Wait(Duration time) implements Step {}
}
