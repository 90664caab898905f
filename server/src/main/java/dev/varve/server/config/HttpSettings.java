package dev.varve.server.config;

import dev.varve.server.http.AddressRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Limits and timeouts of the listener.
///
/// @param maxRequests served at a time
/// @param addressRate requests a second from one client address; empty for no limit
/// @param keyRate requests a second with one access key; empty for no limit
/// @param unlimited whom `keyRate` does not limit: ids of users, or `role:` and a role
/// @param failedLogins a minute from one client address or for one access key; empty for no limit
/// @param minBodyRate bytes a second that a body must come with; 0 for any
/// @param trustedProxies who is believed on the client's address and scheme
/// @param corsOrigins patterns of origins whose pages may use `/v1`
public record HttpSettings(
        int maxConnections,
        int maxRequests,
        DataSize maxHeader,
        DataSize maxBody,
        Optional<Integer> addressRate,
        Optional<Integer> keyRate,
        List<String> unlimited,
        Optional<Integer> failedLogins,
        Duration headerTimeout,
        Duration idleTimeout,
        DataSize minBodyRate,
        Duration drainGrace,
        List<AddressRange> trustedProxies,
        List<String> corsOrigins) {
    public HttpSettings {
        unlimited = List.copyOf(unlimited);
        trustedProxies = List.copyOf(trustedProxies);
        corsOrigins = List.copyOf(corsOrigins);
    }
}
