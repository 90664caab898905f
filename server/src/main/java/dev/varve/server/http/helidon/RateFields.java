package dev.varve.server.http.helidon;

import dev.varve.server.http.Headers;
import dev.varve.server.http.RateLimiter.Allowance;
import java.util.Map;
import java.util.stream.Collectors;

/// Tells clients what is left to them, in the fields of the IETF draft "RateLimit header fields for
/// HTTP": the policy with its quota and window, and what remains until it is whole again.
final class RateFields {
    private RateFields() {}

    static void add(Map<String, Allowance> limits, Headers to) {
        if (!limits.isEmpty()) {
            to.set("ratelimit-policy", list(limits, "\"%s\";q=%d;w=%d", true));
            to.set("ratelimit", list(limits, "\"%s\";r=%d;t=%d", false));
        }
    }

    private static String list(Map<String, Allowance> limits, String form, boolean policy) {
        return limits.entrySet().stream()
                .map(each -> item(form, each.getKey(), each.getValue(), policy))
                .collect(Collectors.joining(", "));
    }

    private static String item(String form, String name, Allowance left, boolean policy) {
        return policy
                ? form.formatted(name, left.quota(), left.window())
                : form.formatted(name, left.remaining(), left.reset());
    }
}
