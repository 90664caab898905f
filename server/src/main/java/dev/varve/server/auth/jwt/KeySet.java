package dev.varve.server.auth.jwt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the keys of an issuer come from.
@FunctionalInterface
interface KeySet {
    /// Those that could prove such a token, few of them.
    ///
    /// @param id that the token names, null where it names none
    /// @throws dev.varve.server.http.Failed `ServiceUnavailable` where no keys can be had now
    List<VerificationKey> find(@Nullable String id, Algorithm algorithm);

    static KeySet of(VerificationKey key) {
        return (id, algorithm) -> key.isFor(id, algorithm) ? List.of(key) : List.of();
    }
}
