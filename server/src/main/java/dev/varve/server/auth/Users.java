package dev.varve.server.auth;

import java.util.Optional;
import java.util.Set;

/// The users there are.
public interface Users {
    /// Named in events for others than users.
    Set<String> RESERVED = Set.of(Principal.ANONYMOUS.id(), "embedded", "system");

    /// What the ids of those who come with a token begin with, and no others: nobody else can be
    /// taken for one of them.
    String TOKEN_MARK = "jwt:";

    Optional<User> byAccessKey(String accessKey);

    Optional<User> byId(String id);

    /// Whether a user can have this id: neither one of the server's own, nor a token's.
    static boolean mayBeCalled(String id) {
        return !id.isBlank() && !RESERVED.contains(id) && !id.startsWith(TOKEN_MARK);
    }
}
