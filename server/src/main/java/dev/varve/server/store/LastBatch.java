package dev.varve.server.store;

import java.time.Duration;

/// How the writer's newest batch went.
///
/// @param commands decided and made durable together
/// @param sync what it took to put their bytes and events on stable storage
public record LastBatch(int commands, Duration sync) {
    static final LastBatch NONE = new LastBatch(0, Duration.ZERO);
}
