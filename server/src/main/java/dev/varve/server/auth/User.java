package dev.varve.server.auth;

import java.util.Optional;

/// A configured user and its key pair.
///
/// @param scope bucket, or `bucket/prefix`, that this key is limited to; empty for no limit
public record User(
        String accessKey,
        String secretKey,
        String id,
        String displayName,
        String email,
        boolean admin,
        Optional<String> scope) {
    /// Never the secret.
    @Override
    public String toString() {
        return "User[" + id + ", " + accessKey + "]";
    }
}
