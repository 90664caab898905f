package dev.varve.server.store;

import java.util.Optional;

/// What was found out beside the writer, key by key, for a decision that the writer could not take
/// without stalling.
///
/// @param <R> what comes of the decision
/// @param <P> itself
interface Prepared<R, P extends Prepared<R, P>> extends AutoCloseable {
    /// Answers nothing when too much changed since this was prepared.
    Command<Optional<R>> decision();

    /// The same on the state of now, in place of this one, which is closed.
    Outcome<P> again(Core core);

    /// What would come of it in the state that it was prepared on.
    R foreseen();

    @Override
    void close();
}
