package dev.varve.server.consumers;

import dev.varve.log.Position;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a consumer is.
///
/// @param position the last event that it is done with; null where it follows no journal
/// @param lag durable events that it is not done with
/// @param lastRun when it last did something to the end
/// @param nextRun when it is to run again, or to be tried again
/// @param failures in a row
/// @param lastError of the last failure; empty when it went well since
/// @param figures of its last run, or since the start
public record Status(
        State state,
        @Nullable Position position,
        long lag,
        @Nullable Instant lastRun,
        @Nullable Instant nextRun,
        long failures,
        String lastError,
        Map<String, Long> figures) {
    private static final int LONGEST_ERROR = 500;

    public Status {
        figures = Map.copyOf(figures);
        lastError =
                lastError.length() <= LONGEST_ERROR
                        ? lastError
                        : lastError.substring(0, LONGEST_ERROR) + "…";
    }

    /// What keeps a consumer from going on, if anything does.
    public enum State {
        /// At work, or nothing to do.
        RUNNING,
        /// Somebody paused it.
        PAUSED,
        /// It failed and is tried again later.
        WAITING,
        /// It met what it cannot understand, and is not tried again before a restart.
        STOPPED,
        /// It fell back further than its limits allow, and holds nothing any more.
        LAPSED,
        /// What it remembered is gone: somebody must say where it is to start.
        NEEDS_START,
        /// The store is closing.
        CLOSED;

        /// Whether somebody should have a look.
        public boolean isTrouble() {
            return switch (this) {
                case WAITING, STOPPED, LAPSED, NEEDS_START -> true;
                case RUNNING, PAUSED, CLOSED -> false;
            };
        }
    }
}
