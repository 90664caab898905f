package dev.varve.server.store;

import java.time.Duration;
import java.util.List;

/// Whether every other member knows all that this node did by some moment, and this node all that they did
/// before they knew: what they decide from then on they decide by it.
@FunctionalInterface
public interface Knowing {
    /// Between two looks while one waits.
    Duration LOOK = Duration.ofMillis(20);

    /// Names of those who are waited for. Where there are none, everybody knows.
    List<String> missing();

    /// Waits; false when the time is over.
    ///
    /// @throws InterruptedException as a wait does
    default boolean await(Duration atMost) throws InterruptedException {
        long begun = System.nanoTime();
        while (!missing().isEmpty()) {
            if (System.nanoTime() - begun >= atMost.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }
}
