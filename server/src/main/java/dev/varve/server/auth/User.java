package dev.varve.server.auth;

import java.time.Instant;
import java.util.Optional;

/// A key pair, whose it is, and what it may do.
///
/// @param id of the user, who may have several keys
/// @param made whether the key was made at run time, and so can be revoked
public record User(
        String accessKey,
        String secretKey,
        String id,
        String displayName,
        String email,
        Rights rights,
        Optional<Instant> expires,
        boolean made) {
    /// A user of the configuration, with its one key.
    ///
    /// @param scope as in [Rights#configured]
    public User(
            String accessKey,
            String secretKey,
            String id,
            String displayName,
            String email,
            boolean admin,
            Optional<String> scope) {
        this(accessKey, secretKey, id, displayName, email, Rights.configured(admin, scope));
    }

    /// A user of the configuration, with its one key.
    public User(
            String accessKey,
            String secretKey,
            String id,
            String displayName,
            String email,
            Rights rights) {
        this(accessKey, secretKey, id, displayName, email, rights, Optional.empty(), false);
    }

    /// Never the secret.
    @Override
    public String toString() {
        return "User[" + id + ", " + accessKey + "]";
    }
}
