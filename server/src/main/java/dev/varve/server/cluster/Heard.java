package dev.varve.server.cluster;

import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.time.Instant;

/// What a member said of its own journal.
///
/// @param newest its last event that others are to fold, as it said
/// @param until there was no later one by then
public record Heard(Origin origin, Position newest, Instant until) {}
