package dev.varve.server;

import dev.varve.server.api.LinkIssuers;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Those who make links are those who have an access key. Each lookup asks anew what a key may do.
record KeyIssuers(Users users, InstantSource clock) implements LinkIssuers {
    @Override
    public Optional<String> keyOf(Principal principal) {
        return principal.key().or(() -> users.byId(principal.id()).map(User::accessKey));
    }

    @Override
    public Optional<Principal> byKey(String accessKey) {
        return users.byAccessKey(accessKey)
                .filter(user -> user.expires().filter(this::isPast).isEmpty())
                .map(Principal::of);
    }

    private boolean isPast(Instant end) {
        return !clock.instant().isBefore(end);
    }

    @Override
    public boolean mayRevokeForOthers(Principal principal) {
        return principal.rights().areOfOperator();
    }
}
