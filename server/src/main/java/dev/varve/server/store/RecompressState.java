package dev.varve.server.store;

import java.time.Instant;

/// How far recompression is.
///
/// @param round counts from 1
/// @param ended whether this round looked at everything and the next one waits for its time
/// @param waiting whether it lets others go first
/// @param looked at in this round
/// @param moved in this round: stored anew
/// @param movedSinceStart of the process
/// @param savedSinceStart bytes on disk
public record RecompressState(
        boolean on,
        int level,
        long round,
        Instant started,
        boolean ended,
        boolean waiting,
        long looked,
        long moved,
        long movedSinceStart,
        long savedSinceStart) {}
