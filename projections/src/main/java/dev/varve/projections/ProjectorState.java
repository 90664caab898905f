package dev.varve.projections;

import dev.varve.log.Position;

/// What a projector is doing.
public sealed interface ProjectorState {
    record Idle() implements ProjectorState {}

    record Running() implements ProjectorState {}

    /// Closed by its owner.
    record Stopped() implements ProjectorState {}

    /// @param from the first position that is not in the view; the failure is at or after it
    record Failed(Position from, Throwable cause) implements ProjectorState {}
}
