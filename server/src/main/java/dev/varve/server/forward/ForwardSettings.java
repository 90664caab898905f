package dev.varve.server.forward;

import java.time.Duration;

/// How requests are passed on.
///
/// @param concurrent requests that are passed on at a time
/// @param connect to open a connection to a member, TLS included
/// @param answer until the answer begins once all is sent, and without a byte of either body
public record ForwardSettings(int concurrent, Duration connect, Duration answer) {
    public static final ForwardSettings DEFAULT =
            new ForwardSettings(256, Duration.ofSeconds(5), Duration.ofMinutes(2));

    /// Connections to one member that are kept open though nothing is passed on.
    static final int MOST_IDLE = 64;

    /// Shorter than the listener of any member keeps one open.
    static final Duration IDLE = Duration.ofSeconds(15);
}
