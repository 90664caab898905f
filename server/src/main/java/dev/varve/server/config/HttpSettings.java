package dev.varve.server.config;

import java.time.Duration;
import java.util.Optional;

/// Limits and timeouts of the listener.
///
/// @param maxRequests served at a time
/// @param addressRate requests a second from one client address; empty for no limit
/// @param keyRate requests a second with one access key; empty for no limit
/// @param failedLogins a minute from one client address or for one access key; empty for no limit
/// @param minBodyRate bytes a second that a body must come with; 0 for any
public record HttpSettings(
        int maxConnections,
        int maxRequests,
        DataSize maxHeader,
        DataSize maxBody,
        Optional<Integer> addressRate,
        Optional<Integer> keyRate,
        Optional<Integer> failedLogins,
        Duration headerTimeout,
        Duration idleTimeout,
        DataSize minBodyRate,
        Duration drainGrace) {}
