package dev.varve.server;

import dev.varve.server.api.LinkIssuers;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import java.util.Optional;

/// Those who make links are those who have an access key. Each lookup asks anew what a key may do.
record KeyIssuers(Users users) implements LinkIssuers {
    @Override
    public Optional<String> keyOf(Principal principal) {
        return users.byId(principal.id()).map(User::accessKey);
    }

    @Override
    public Optional<Principal> byKey(String accessKey) {
        return users.byAccessKey(accessKey).map(Principal::of);
    }

    @Override
    public boolean mayRevokeForOthers(Principal principal) {
        return principal.admin() && principal.scope().isEmpty();
    }
}
