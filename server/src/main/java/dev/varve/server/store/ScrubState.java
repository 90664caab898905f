package dev.varve.server.store;

import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a scrub is that goes on by itself.
///
/// @param period zero when it is off
/// @param round counts from 1
/// @param ended whether this round looked at everything and the next one waits for its time
/// @param waiting whether it lets others go first
/// @param seen in this round
/// @param coveredSince all that was here then was looked at since; empty before a first round ended
/// @param sinceStart over all rounds since the start of the process
/// @param latest findings, the newest first, a bounded number of them
public record ScrubState(
        ScrubDepth depth,
        Duration period,
        long round,
        Instant started,
        boolean ended,
        boolean waiting,
        ScrubSummary seen,
        Optional<Instant> coveredSince,
        ScrubSummary sinceStart,
        List<ScrubFinding> latest) {
    /// How old the oldest look at anything may be by now.
    public Duration age(Instant now) {
        Duration age = Duration.between(coveredSince.orElse(started), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
