package dev.varve.server.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What may be fetched, and how long that may take.
///
/// @param allowPrivate whether addresses of private networks and this machine may be reached
/// @param allowHosts names (`example.com`), or all below one (`.example.com`); empty for any
/// @param denyHosts the same; they win
/// @param concurrent fetches at a time; one more is told to come later
/// @param maxBytes of one body, whoever asks for more
/// @param connect to open a connection, TLS included
/// @param idle until the head of the answer, and without a byte of its body
/// @param total for all of it, redirects included
/// @param bytesPerSecond of a body, on average over the time spent waiting for it, once that time
///     exceeds `idle`
public record FetchSettings(
        boolean allowPrivate,
        Set<Integer> ports,
        List<String> allowHosts,
        List<String> denyHosts,
        int concurrent,
        long maxBytes,
        Duration connect,
        Duration idle,
        Duration total,
        long bytesPerSecond) {
    public static final FetchSettings DEFAULT =
            new FetchSettings(
                    false,
                    Set.of(80, 443),
                    List.of(),
                    List.of(),
                    16,
                    5L << 30,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofMinutes(15),
                    1024);

    public FetchSettings {
        ports = Set.copyOf(ports);
        allowHosts = List.copyOf(allowHosts);
        denyHosts = List.copyOf(denyHosts);
    }

    boolean allowsHost(String host) {
        return (allowHosts.isEmpty() || isIn(allowHosts, host)) && !isIn(denyHosts, host);
    }

    static boolean isIn(List<String> hosts, String host) {
        return hosts.stream()
                .anyMatch(each -> each.startsWith(".") ? host.endsWith(each) : host.equals(each));
    }
}
