package dev.varve.server;

import dev.varve.log.AccessKeyId;
import dev.varve.projections.objects.AccessKey;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import dev.varve.server.store.AccessKeys;
import java.util.Optional;

/// The users of the configuration, and those who hold a key of the store. Each lookup reads the
/// view, so that a revoked key is unknown from the moment its revocation was answered.
record KeyUsers(Users configured, AccessKeys keys) implements Users {
    @Override
    public Optional<User> byAccessKey(String accessKey) {
        Optional<User> user = configured.byAccessKey(accessKey);
        return user.isPresent() || !AccessKeyId.isValid(accessKey)
                ? user
                : keys.find(new AccessKeyId(accessKey)).map(this::user);
    }

    /// Those who only hold keys have no name.
    @Override
    public Optional<User> byId(String id) {
        return configured.byId(id);
    }

    private User user(AccessKey key) {
        Optional<User> same = configured.byId(key.user());
        return new User(
                key.id().value(),
                keys.secretOf(key),
                key.user(),
                same.map(User::displayName).orElse(key.user()),
                same.map(User::email).orElse(""),
                Rights.of(key.settings()),
                Optional.ofNullable(key.settings().expires()),
                true);
    }

    /// Notes that somebody came in.
    void used(Principal principal) {
        principal.key().ifPresent(key -> keys.used(new AccessKeyId(key)));
    }
}
