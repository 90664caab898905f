package dev.varve.replication.follow;

import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.time.Instant;

/// Where the following of one peer stands. Each state holds only what is true in it.
public sealed interface FollowState {
    /// For logs, metrics and the API.
    String name();

    /// Whether the peer was heard of last, and not missed.
    default boolean answers() {
        return switch (this) {
            case Following _, Waiting _, Held _, Trimmed _ -> true;
            case Idle _, Refused _, Unreachable _, Paused _ -> false;
        };
    }

    /// Not asked yet, or about to ask again.
    record Idle() implements FollowState {
        @Override
        public String name() {
            return "idle";
        }
    }

    /// A stream is open.
    record Following() implements FollowState {
        @Override
        public String name() {
            return "following";
        }
    }

    /// What the peer gave has to wait for events of another origin.
    ///
    /// @param relaying whether this peer was asked for them
    record Waiting(Origin origin, Position position, boolean relaying) implements FollowState {
        @Override
        public String name() {
            return "waiting";
        }
    }

    /// The peer's clock is too far ahead.
    record Held(Instant until) implements FollowState {
        @Override
        public String name() {
            return "held";
        }
    }

    record Refused(Reason reason, String what) implements FollowState {
        @Override
        public String name() {
            return "refused";
        }
    }

    /// The peer no longer has what is needed: only a snapshot helps.
    record Trimmed(Position oldest) implements FollowState {
        @Override
        public String name() {
            return "trimmed";
        }
    }

    /// The peer cannot be reached, or has nothing to say.
    record Unreachable(String why) implements FollowState {
        @Override
        public String name() {
            return "unreachable";
        }
    }

    record Paused() implements FollowState {
        @Override
        public String name() {
            return "paused";
        }
    }
}
