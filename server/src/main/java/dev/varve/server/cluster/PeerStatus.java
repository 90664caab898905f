package dev.varve.server.cluster;

import dev.varve.log.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How this node and another member get on, one way.
///
/// @param position of the last event of the sender that the receiver has
/// @param lag what the receiver has not yet; as far as this node knows
/// @param contact when they last spoke
/// @param problem why it does not go on; empty where it does
public record PeerStatus(
        NodeId node,
        Direction direction,
        State state,
        long position,
        Lag lag,
        Optional<Instant> contact,
        String problem) {
    public enum Direction {
        /// This node follows the other.
        FROM,
        /// The other follows this node.
        TO
    }

    public enum State {
        /// Has everything.
        LEVEL,
        /// Gets what it lacks.
        CATCHING_UP,
        /// Lacks what another member must bring first.
        WAITING,
        CONNECTING,
        PAUSED,
        /// Not followed, since its clock is too far ahead.
        HELD,
        /// Does not get on by itself; see the problem.
        FAILED
    }

    /// @param events positions that are missing
    /// @param time since the oldest of them was recorded
    /// @param bytes of blobs that are wanted and missing
    public record Lag(long events, Duration time, long bytes) {
        public static final Lag NONE = new Lag(0, Duration.ZERO, 0);
    }
}
