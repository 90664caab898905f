package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.surface.CorsRule;
import dev.varve.server.surface.CorsRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of a bucket's CORS rules, as [CorsRule] has it.
///
/// @param allowCredentials with it no origin may be anybody's
public record CorsForm(
        @Nullable String id,
        @Nullable List<String> allowedOrigins,
        @Nullable List<String> allowedMethods,
        @Nullable List<String> allowedHeaders,
        @Nullable List<String> exposeHeaders,
        @Nullable Integer maxAgeSeconds,
        boolean allowCredentials) {
    private static final Map<String, String> NAMES =
            Map.of(
                    "origins", "allowed_origins",
                    "methods", "allowed_methods",
                    "headers", "allowed_headers",
                    "exposed", "expose_headers",
                    "maxAge", "max_age_seconds");

    static List<CorsForm> of(CorsRules rules) {
        return rules.rules().stream().map(CorsForm::of).toList();
    }

    private static CorsForm of(CorsRule rule) {
        return new CorsForm(
                rule.id().isEmpty() ? null : rule.id(),
                rule.origins(),
                rule.methods(),
                rule.headers().isEmpty() ? null : rule.headers(),
                rule.exposed().isEmpty() ? null : rule.exposed(),
                rule.maxAge() < 0 ? null : rule.maxAge(),
                rule.credentials());
    }

    /// @throws Failed that names the field
    static CorsRules rules(@Nullable List<CorsForm> forms) {
        List<CorsRule> rules = new ArrayList<>();
        for (CorsForm form : whole("cors", forms)) {
            rules.add(form.rule("cors[" + rules.size() + "]"));
        }
        try {
            CorsRules all = new CorsRules(rules);
            all.document();
            return all;
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'cors': " + e.getMessage() + ".");
        }
    }

    private CorsRule rule(String place) {
        try {
            return new CorsRule(
                    id == null ? "" : id,
                    whole(place + ".allowed_origins", allowedOrigins),
                    whole(place + ".allowed_methods", allowedMethods),
                    whole(place + ".allowed_headers", allowedHeaders),
                    whole(place + ".expose_headers", exposeHeaders),
                    seconds(place),
                    allowCredentials);
        } catch (CorsRule.Invalid e) {
            String field = place + "." + NAMES.getOrDefault(e.field(), e.field());
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + field + "' is wrong: " + e.getMessage() + ".");
        }
    }

    private int seconds(String place) {
        if (maxAgeSeconds != null && maxAgeSeconds < 0) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "'" + place + ".max_age_seconds' is negative.");
        }
        return maxAgeSeconds == null ? -1 : maxAgeSeconds;
    }

    /// The list, or none; JSON may have nulls in it.
    private static <T> List<T> whole(String field, @Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        if (list.stream().anyMatch(Objects::isNull)) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'" + field + "' holds a null.");
        }
        return list;
    }
}
