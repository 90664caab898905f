package dev.varve.replication.follow;

import dev.varve.log.Origin;
import dev.varve.log.Position;

/// Makes events of other origins part of this node's journal. For several threads: one peer may relay
/// what another is sending.
public interface Import extends History {
    /// Whose journal this is: its events are never taken over from others.
    Origin own();

    /// Begins to fold a frame that was verified. Frames are folded in the order in which they were
    /// begun, and none that does not follow what was folded before it.
    ///
    /// @throws dev.varve.log.StoreException when this node can fold nothing for now
    Running begin(VerifiedFrame frame);

    /// A frame on its way.
    interface Running {
        /// Waits until it is folded and durable, or is not. What became known meanwhile is done, too.
        ///
        /// @throws dev.varve.log.StoreException when this node can fold nothing for now
        Outcome await();
    }

    sealed interface Outcome {
        record Done() implements Outcome {}

        /// Events of another origin have to be folded before.
        record Blocked(Origin origin, Position position) implements Outcome {}

        /// This node cannot fold it.
        record Refused(String why) implements Outcome {}
    }
}
