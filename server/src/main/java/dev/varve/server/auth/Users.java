package dev.varve.server.auth;

import java.util.Optional;

/// The users there are.
public interface Users {
    Optional<User> byAccessKey(String accessKey);

    Optional<User> byId(String id);
}
