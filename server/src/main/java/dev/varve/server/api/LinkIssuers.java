package dev.varve.server.api;

import dev.varve.server.auth.Principal;
import java.util.Optional;

/// Those who make links, and what they may do at the time that one is used.
public interface LinkIssuers {
    /// The access key that a principal came in with; empty where it has none that could be asked for
    /// its rights later.
    Optional<String> keyOf(Principal principal);

    /// Who this key belongs to, with the rights that it has now; empty once it is revoked or expired.
    Optional<Principal> byKey(String accessKey);

    /// Whether it may revoke links that others made.
    boolean mayRevokeForOthers(Principal principal);
}
