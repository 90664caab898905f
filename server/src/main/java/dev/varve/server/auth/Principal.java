package dev.varve.server.auth;

import java.util.Optional;

/// On whose behalf a request runs. `id` is opaque and goes into events; names do not.
///
/// @param admin whether it may do everything, in buckets of others too
/// @param scope bucket, or `bucket/prefix`, that it is limited to; empty for no limit. A prefix is
///     one of keys, not a folder: `b/team` holds `b/teams` too, `b/team/` does not
public record Principal(String id, String displayName, boolean admin, Optional<String> scope) {
    public static final Principal ANONYMOUS =
            new Principal("anonymous", "", false, Optional.empty());

    public static Principal of(User user) {
        return new Principal(user.id(), user.displayName(), user.admin(), user.scope());
    }

    public boolean isAnonymous() {
        return id.equals(ANONYMOUS.id);
    }
}
