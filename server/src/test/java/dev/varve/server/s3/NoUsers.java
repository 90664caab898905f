package dev.varve.server.s3;

import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import java.util.Optional;

/// Nobody is configured.
final class NoUsers implements Users {
    @Override
    public Optional<User> byAccessKey(String accessKey) {
        return Optional.empty();
    }

    @Override
    public Optional<User> byId(String id) {
        return Optional.empty();
    }
}
