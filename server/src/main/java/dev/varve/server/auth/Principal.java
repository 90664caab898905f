package dev.varve.server.auth;

import java.time.Instant;
import java.util.Optional;

/// On whose behalf a request runs. `id` is opaque and goes into events; names do not.
///
/// @param key made at run time that it came in with; empty for nobody, for users of the configuration
///     and for who came with a token
/// @param expires when that key does, if ever
public record Principal(
        String id,
        String displayName,
        Rights rights,
        Optional<String> key,
        Optional<Instant> expires) {
    public static final Principal ANONYMOUS =
            new Principal("anonymous", "", Rights.NONE, Optional.empty(), Optional.empty());

    /// A configured user.
    ///
    /// @param scope as in [Rights#configured]
    public Principal(String id, String displayName, boolean admin, Optional<String> scope) {
        this(id, displayName, Rights.configured(admin, scope), Optional.empty(), Optional.empty());
    }

    public static Principal of(User user) {
        return new Principal(
                user.id(),
                user.displayName(),
                user.rights(),
                Optional.of(user.accessKey()).filter(key -> user.made()),
                user.expires());
    }

    public boolean isAnonymous() {
        return id.equals(ANONYMOUS.id);
    }
}
