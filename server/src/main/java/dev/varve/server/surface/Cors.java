package dev.varve.server.surface;

import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What browsers ask and are told about other origins, on every surface alike. A preflight without a rule that
/// fits is refused by who asks here; any other request is answered without these headers, and
/// the browser keeps the answer from the page.
public final class Cors {
    private static final String REQUEST_METHOD = "access-control-request-method";
    private static final String REQUEST_HEADERS = "access-control-request-headers";
    private static final String VARY =
            "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final int MOST_HEADERS = 200;

    private Cors() {}

    /// What a preflight asks for.
    ///
    /// @param headers in lower case
    public record Asked(String origin, String method, List<String> headers) {}

    public static boolean isPreflight(HttpRequest request) {
        return request.method().equals("OPTIONS")
                && request.headers().has("origin")
                && request.headers().has(REQUEST_METHOD);
    }

    /// Empty where the request is no preflight, or garbled: then nothing is allowed.
    public static Optional<Asked> asked(HttpRequest request) {
        Optional<String> origin = origin(request.headers());
        if (!isPreflight(request) || origin.isEmpty()) {
            return Optional.empty();
        }
        List<String> names =
                request.headers().all(REQUEST_HEADERS).stream()
                        .flatMap(COMMA::splitAsStream)
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .limit(MOST_HEADERS + 1L)
                        .toList();
        return names.size() > MOST_HEADERS
                ? Optional.empty()
                : Optional.of(
                        new Asked(
                                origin.get(),
                                request.headers().get(REQUEST_METHOD, "").strip(),
                                names));
    }

    /// One origin, or none.
    private static Optional<String> origin(Headers headers) {
        List<String> all = headers.all("origin");
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    /// The answer to a preflight that a rule allows.
    public static Optional<HttpResponse> preflight(CorsRules rules, Asked asked) {
        return rules.match(asked.origin(), asked.method(), asked.headers())
                .map(rule -> {
                    HttpResponse response = HttpResponse.of(200);
                    tell(response.headers(), rule, asked.origin());
                    if (!asked.headers().isEmpty()) {
                        response.header(
                                "access-control-allow-headers", String.join(", ", asked.headers()));
                    }
                    return response;
                });
    }

    /// Adds to the answer of any other request what its rule says, if there is one.
    ///
    /// @return whether a rule fits
    public static boolean answer(CorsRules rules, HttpRequest request, HttpResponse response) {
        Optional<String> origin = origin(request.headers());
        Optional<CorsRule> rule =
                origin.flatMap(from -> rules.match(from, request.method(), List.of()));
        rule.ifPresent(found -> tell(response.headers(), found, origin.orElseThrow()));
        if (rule.isEmpty() && !rules.isEmpty()) {
            vary(response.headers());
        }
        return rule.isPresent();
    }

    private static void tell(Headers headers, CorsRule rule, String origin) {
        headers.set("access-control-allow-origin", rule.allowed(origin));
        headers.set("access-control-allow-methods", String.join(", ", rule.methods()));
        if (rule.credentials()) {
            headers.set("access-control-allow-credentials", "true");
        }
        if (!rule.exposed().isEmpty()) {
            headers.set("access-control-expose-headers", String.join(", ", rule.exposed()));
        }
        rule.age().ifPresent(age -> headers.set("access-control-max-age", age));
        vary(headers);
    }

    /// Or a cache would hand one page's answer to another.
    private static void vary(Headers headers) {
        if (!headers.all("vary").contains(VARY)) {
            headers.add("vary", VARY);
        }
    }
}
