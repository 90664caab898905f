package dev.varve.server.auth.jwt;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A key that proves tokens, and what it may be used with.
///
/// @param id null for a key without one, which proves tokens with any
record VerificationKey(@Nullable String id, Set<Algorithm> algorithms, Key key) {
    VerificationKey {
        algorithms = Set.copyOf(algorithms);
    }

    static VerificationKey shared(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return new VerificationKey(
                null, Set.of(Algorithm.HS256), new SecretKeySpec(bytes, "HmacSHA256"));
    }

    /// @param wanted null for a token that names no key
    boolean isFor(@Nullable String wanted, Algorithm algorithm) {
        return algorithms.contains(algorithm)
                && (id == null || wanted == null || id.equals(wanted));
    }

    /// Never the key, which may be a secret.
    @Override
    public String toString() {
        return "VerificationKey[" + id + ", " + algorithms + "]";
    }
}
