package dev.varve.server;

import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whom the rate of keys does not limit.
///
/// @param users ids of them
record Unlimited(Set<Role> roles, Set<String> users) {
    static final String ROLE = "role:";
    static final Unlimited NOBODY = new Unlimited(Set.of(), Set.of());

    Unlimited {
        roles = Set.copyOf(roles);
        users = Set.copyOf(users);
    }

    /// @param names ids of users, or `role:` and a role
    /// @throws IllegalArgumentException for a role that is none
    static Unlimited of(List<String> names) {
        Set<Role> roles = new HashSet<>();
        Set<String> users = new HashSet<>();
        for (String name : names) {
            if (name.startsWith(ROLE)) {
                Optional<Role> role = Role.named(name.substring(ROLE.length()));
                roles.add(role.orElseThrow(() -> new IllegalArgumentException("no role: " + name)));
            } else {
                users.add(name);
            }
        }
        return new Unlimited(roles, users);
    }

    boolean covers(Principal principal) {
        return users.contains(principal.id())
                || roles.stream().anyMatch(role -> role.isOf(principal.rights()));
    }
}
