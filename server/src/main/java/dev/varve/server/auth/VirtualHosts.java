package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/// The domains below which a host name is the name of a bucket.
public final class VirtualHosts {
    private final List<String> suffixes;

    /// @param domains without a leading dot; empty for none
    public VirtualHosts(List<String> domains) {
        suffixes = domains.stream().map(domain -> "." + domain.toLowerCase(Locale.ROOT)).toList();
    }

    /// The bucket that the host names, empty when it names none.
    public String bucketOf(HttpRequest request) {
        String host = withoutPort(request.headers().get("host", "")).toLowerCase(Locale.ROOT);
        for (String suffix : suffixes) {
            if (host.endsWith(suffix)) {
                return host.substring(0, host.length() - suffix.length());
            }
        }
        return "";
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
