package dev.varve.server.consumers;

import dev.varve.log.Position;
import java.util.Optional;

/// One that is seen and steered by its name. Safe for any number of threads.
public interface Consumer extends AutoCloseable {
    String name();

    /// What it does, in one line.
    String about();

    Status status();

    /// Begins to work, on threads of its own.
    void start();

    /// Lets it finish the step that it is at, and remembers across restarts that it is paused.
    void pause();

    /// @throws ConsumerRefusal when it must be told where to start
    void resume();

    /// Goes on from the event at this position, or does all over again.
    ///
    /// @throws ConsumerRefusal when it cannot, or the journal does not reach there
    void replay(Position from);

    /// Does its work once, now, or tries again what failed.
    ///
    /// @throws ConsumerRefusal when it is paused or cannot
    void runNow();

    /// The oldest event that it still needs; empty when the journal may go without it.
    Optional<Position> needs();

    /// Gives up its hold on the journal where it fell back too far; see [Retention].
    default void lapseIfBehind() {}

    /// What it remembers is forgotten, for one that is gone for good. Only once it is closed.
    void forget();

    /// Asks it to end, without waiting.
    void end();

    /// Waits a while until it ended.
    @Override
    void close();
}
