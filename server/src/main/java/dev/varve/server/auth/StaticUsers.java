package dev.varve.server.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Users that are known at start and do not change.
public final class StaticUsers implements Users {
    /// What cannot be told apart in an `Authorization` header is no part of a key.
    private static final Pattern ACCESS_KEY = Pattern.compile("[!-~&&[^/,:=]]{1,128}");

    private final Map<String, User> byAccessKey = new HashMap<>();
    private final Map<String, User> byId = new HashMap<>();

    /// @throws IllegalArgumentException for users that could not be told apart or could not sign
    public StaticUsers(List<User> users) {
        for (User user : users) {
            require(ACCESS_KEY.matcher(user.accessKey()).matches(), user, "a valid access key");
            require(!user.secretKey().isEmpty(), user, "a secret key");
            require(Users.mayBeCalled(user.id()), user, "an id of a user");
            require(
                    byAccessKey.put(user.accessKey(), user) == null,
                    user,
                    "an access key of its own");
            require(byId.put(user.id(), user) == null, user, "an id of its own");
        }
    }

    private static void require(boolean holds, User user, String what) {
        if (!holds) {
            throw new IllegalArgumentException(user + " needs " + what);
        }
    }

    @Override
    public Optional<User> byAccessKey(String accessKey) {
        return Optional.ofNullable(byAccessKey.get(accessKey));
    }

    @Override
    public Optional<User> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
