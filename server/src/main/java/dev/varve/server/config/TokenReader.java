package dev.varve.server.config;

import dev.varve.server.auth.Rights;
import dev.varve.server.auth.Role;
import dev.varve.server.auth.jwt.TokenConfig;
import dev.varve.server.auth.jwt.TokenConfig.IssuerKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Puts the settings of tokens together, and refuses those that would take anybody's.
record TokenReader(Effective effective, Problems problems) {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Empty where no keys are given, or not rightly, which is noted.
    Optional<TokenConfig> read() {
        List<Setting<?>> given =
                Stream.<Setting<? extends Optional<?>>>of(
                                TokenSettings.SECRET, TokenSettings.FILE, TokenSettings.URL)
                        .filter(setting -> effective.get(setting).isPresent())
                        .<Setting<?>>map(setting -> setting)
                        .toList();
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (given.size() > 1) {
            problems.add(
                    effective.source(given.get(1)),
                    given.get(0).key() + " is set as well; one of them must go");
            return Optional.empty();
        }
        Optional<String> issuer = required(TokenSettings.ISSUER, given.getFirst());
        Optional<String> audience = required(TokenSettings.AUDIENCE, given.getFirst());
        Optional<IssuerKeys> keys = keys();
        Map<String, List<String>> buckets = buckets();
        return keys.flatMap(found ->
                issuer.flatMap(from -> audience.map(to -> config(found, from, to, buckets))));
    }

    private TokenConfig config(
            IssuerKeys keys, String issuer, String audience, Map<String, List<String>> buckets) {
        return new TokenConfig(
                keys,
                issuer,
                audience,
                effective.get(TokenSettings.SKEW),
                effective.get(TokenSettings.MAX_LIFE),
                effective.get(TokenSettings.REFRESH),
                Math.toIntExact(effective.get(TokenSettings.MAX_LENGTH).bytes()),
                effective.get(TokenSettings.ROLE_CLAIM),
                roles(),
                effective.get(TokenSettings.BUCKETS_CLAIM),
                buckets);
    }

    private Optional<String> required(Setting<Optional<String>> setting, Setting<?> because) {
        Optional<String> value = effective.get(setting);
        if (value.isEmpty()) {
            problems.add(
                    effective.source(because), because.key() + " is set, but not " + setting.key());
        }
        return value;
    }

    private Optional<IssuerKeys> keys() {
        Optional<IssuerKeys> shared =
                effective
                        .get(TokenSettings.SECRET)
                        .map(secret -> new IssuerKeys.Shared(secret.reveal()));
        Optional<IssuerKeys> file =
                effective.get(TokenSettings.FILE).map(path -> new IssuerKeys.InFile(path));
        return shared.or(() -> file).or(() -> effective.get(TokenSettings.URL).flatMap(this::at));
    }

    private Optional<IssuerKeys> at(String url) {
        try {
            URI address = new URI(url);
            String host = address.getHost();
            if (host != null && ("https".equals(address.getScheme()) || isLocal(host))) {
                return Optional.of(new IssuerKeys.At(address));
            }
        } catch (URISyntaxException e) {
            problems.add(effective.source(TokenSettings.URL), "jwt.jwks-url: " + e.getMessage());
            return Optional.empty();
        }
        problems.add(
                effective.source(TokenSettings.URL),
                "jwt.jwks-url must be https: who can change keys on the way can be anybody");
        return Optional.empty();
    }

    private static boolean isLocal(String host) {
        return LOCAL.contains(host.toLowerCase(Locale.ROOT));
    }

    private Map<String, Role> roles() {
        Map<String, Role> roles = new LinkedHashMap<>();
        for (String each : effective.get(TokenSettings.ROLES)) {
            int equals = each.indexOf('=');
            Role role = Role.named(each.substring(equals + 1)).orElseThrow();
            if (roles.put(each.substring(0, equals), role) != null) {
                problems.add(
                        effective.source(TokenSettings.ROLES),
                        "jwt.roles names " + each.substring(0, equals) + " twice");
            }
        }
        return roles;
    }

    private Map<String, List<String>> buckets() {
        Map<String, List<String>> buckets = new LinkedHashMap<>();
        for (String each : effective.get(TokenSettings.BUCKETS)) {
            int equals = each.indexOf('=');
            String place = each.substring(equals + 1);
            try {
                Rights.grant(Role.READONLY.rights(), place);
            } catch (IllegalArgumentException e) {
                problems.add(
                        effective.source(TokenSettings.BUCKETS), "jwt.buckets: " + e.getMessage());
            }
            buckets.computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>()).add(place);
        }
        return buckets;
    }
}
