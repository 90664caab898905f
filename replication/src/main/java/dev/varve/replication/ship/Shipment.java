package dev.varve.replication.ship;

import java.time.Duration;

/// What a source says to one follower, until one of them has enough. For one thread.
public interface Shipment extends AutoCloseable {
    /// The longest that [#next] waits.
    Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /// The next message; a [Message.Heartbeat] when there is nothing new within this time. After
    /// [Message.Trimmed] or [Message.End] it gives that one again.
    Message next(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
