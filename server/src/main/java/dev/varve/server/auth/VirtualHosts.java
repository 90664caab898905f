package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The domains below which a host name is the name of a bucket.
public final class VirtualHosts {
    private final List<String> domains;

    /// @param domains without a leading dot; empty for none
    public VirtualHosts(List<String> domains) {
        this.domains =
                domains.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    /// The bucket that the host names, empty when it names none. The longest domain wins, and a
    /// domain is no bucket of a shorter one: `s3.example.com` is none of `example.com`.
    public String bucketOf(HttpRequest request) {
        String host = withoutPort(request.headers().get("host", "")).toLowerCase(Locale.ROOT);
        for (String domain : domains) {
            if (host.equals(domain)) {
                return "";
            }
            if (host.endsWith("." + domain)) {
                return host.substring(0, host.length() - domain.length() - 1);
            }
        }
        return "";
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
