package dev.varve.replication.follow;

import dev.varve.log.Position;
import java.time.Instant;

/// What is to be done with a frame.
public sealed interface Verdict {
    record Accepted(VerifiedFrame frame) implements Verdict {}

    /// All of it is known.
    record Replayed(Position last) implements Verdict {}

    /// All is right with it, but its events are of a time that is too far ahead of this node's clock.
    ///
    /// @param until when they are not any more
    record Held(Instant until) implements Verdict {}

    record Refused(Reason reason, String what) implements Verdict {}
}
