package dev.varve.server.auth;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings.Reach;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Rights by a name, for keys that are made without grants and for tokens.
public enum Role {
    /// Everything, in everybody's buckets.
    ADMIN(EnumSet.allOf(AccessRight.class)),
    /// May bring back what was deleted, and so see it first.
    EDITOR(
            EnumSet.of(
                    AccessRight.READ,
                    AccessRight.WRITE,
                    AccessRight.DELETE,
                    AccessRight.LIST,
                    AccessRight.READ_HISTORY)),
    /// May read, as clients look at what they sent; may overwrite, but delete nothing.
    UPLOADER(EnumSet.of(AccessRight.READ, AccessRight.WRITE, AccessRight.LIST)),
    READONLY(EnumSet.of(AccessRight.READ, AccessRight.LIST));

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, but no type says so
    private final Set<AccessRight> rights;

    Role(Set<AccessRight> rights) {
        this.rights = Collections.unmodifiableSet(rights);
    }

    /// Any case; empty for a name that is no role.
    public static Optional<Role> named(String name) {
        for (Role role : values()) {
            if (role.text().equals(name.toLowerCase(Locale.ROOT))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Set<AccessRight> rights() {
        return rights;
    }

    /// Whether these are the rights of this role, wherever they reach; of an admin, everywhere.
    public boolean isOf(Rights others) {
        return this == ADMIN
                ? others.areOfOperator()
                : !others.grants().isEmpty()
                        && others.grants().stream()
                                .allMatch(grant -> grant.rights().equals(rights));
    }

    /// In all buckets that are in reach: of the user alone, but for admins.
    public Rights everywhere() {
        return new Rights(
                List.of(new AccessGrant(rights, AccessGrant.ANY_BUCKET, "")),
                this == ADMIN ? Reach.ALL : Reach.OWN);
    }

    /// In these places, whoever owns them; see [Rights#grant].
    ///
    /// @throws IllegalArgumentException for a place that names no bucket
    public Rights in(List<String> places) {
        return new Rights(
                places.stream().map(place -> Rights.grant(rights, place)).toList(), Reach.ALL);
    }
}
