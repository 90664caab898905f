package dev.varve.tools.crash;

import java.nio.file.Path;
import java.util.List;

/// What is struck: a process that holds the store, and the load on it, as the harness sees them.
interface Victim extends AutoCloseable {
    /// Flags of its JVM, which lives for seconds.
    List<String> SMALL_JVM =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    /// @param scratch where it may warm up; emptied by the caller
    /// @param logs where what it says is appended
    /// @param threads of the load; 0 only opens the store
    record Order(Path data, Path scratch, Path logs, long seed, int threads) {}

    /// Lets it open the store, which nobody else has open now, and load it.
    void go();

    void awaitOpened();

    boolean hasOpened();

    boolean isAlive();

    /// Kills it with signal 9, and waits until the oracle knows all that it acknowledged.
    void kill();

    @Override
    void close();
}
