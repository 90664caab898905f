package dev.varve.server.auth.jwt;

import dev.varve.server.auth.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which tokens are taken, and what their words mean.
///
/// @param skew by which clocks may differ
/// @param maxLife from `iat` to `exp`
/// @param refresh at most so often are keys fetched
/// @param roles what the values of the claim `roleClaim` stand for
/// @param bucketsClaim with a list of buckets or `bucket/prefix`; empty for none
/// @param buckets the same by subject, `*` for all of them
public record TokenConfig(
        IssuerKeys keys,
        String issuer,
        String audience,
        Duration skew,
        Duration maxLife,
        Duration refresh,
        int maxLength,
        String roleClaim,
        Map<String, Role> roles,
        Optional<String> bucketsClaim,
        Map<String, List<String>> buckets) {
    public static final String EVERYBODY = "*";

    public TokenConfig {
        roles = Map.copyOf(roles);
        buckets = Map.copyOf(buckets);
    }

    /// What proves tokens.
    public sealed interface IssuerKeys {
        /// HS256 alone.
        record Shared(String secret) implements IssuerKeys {
            @Override
            public String toString() {
                return "Shared[]";
            }
        }

        /// A JWK set.
        record InFile(Path path) implements IssuerKeys {}

        /// The same, fetched.
        record At(URI address) implements IssuerKeys {}
    }
}
