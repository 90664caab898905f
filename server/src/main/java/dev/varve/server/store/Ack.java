package dev.varve.server.store;

import java.time.Duration;

/// What has happened when a write is answered. It is on stable storage of this node, and on that of so
/// many others.
///
/// @param peers 0 for this node alone
/// @param within how long others are waited for; then the outcome is unknown
public record Ack(int peers, Duration within) {
    public static final int MOST_PEERS = 16;
    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);
    public static final Ack LOCAL = new Ack(0, DEFAULT_WITHIN);

    public Ack {
        if (peers < 0 || peers > MOST_PEERS) {
            throw new IllegalArgumentException("waits for 0 to " + MOST_PEERS + " peers");
        }
    }

    /// `local`, or `peers:` and a number.
    @Override
    public String toString() {
        return peers == 0 ? "local" : "peers:" + peers;
    }
}
