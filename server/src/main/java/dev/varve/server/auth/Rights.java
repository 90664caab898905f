package dev.varve.server.auth;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.AccessSettings.Reach;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a principal may do, and in whose buckets. [Access] alone decides by it.
public record Rights(List<AccessGrant> grants, Reach reach) {
    public static final Rights NONE = new Rights(List.of(), Reach.OWN);

    /// Who administers a bucket may do everything in it, so grants that were made before there was a right
    /// to its past have it.
    public Rights {
        grants = grants.stream().map(Rights::withPast).toList();
    }

    private static AccessGrant withPast(AccessGrant grant) {
        if (!grant.rights().contains(AccessRight.ADMIN)
                || grant.rights().contains(AccessRight.READ_HISTORY)) {
            return grant;
        }
        Set<AccessRight> all = EnumSet.copyOf(grant.rights());
        all.add(AccessRight.READ_HISTORY);
        return new AccessGrant(all, grant.bucket(), grant.prefix());
    }

    public static Rights of(AccessSettings settings) {
        return new Rights(settings.grants(), settings.reach());
    }

    /// Of a configured user: everything, within the scope.
    ///
    /// @param admin whether in buckets of others too
    /// @param scope `bucket`, or `bucket/prefix`; empty for no limit
    /// @throws IllegalArgumentException for a scope that names no bucket
    public static Rights configured(boolean admin, Optional<String> scope) {
        return new Rights(
                List.of(scope.map(Rights::grant).orElse(AccessGrant.EVERYTHING)),
                admin ? Reach.ALL : Reach.OWN);
    }

    private static AccessGrant grant(String scope) {
        return grant(EnumSet.allOf(AccessRight.class), scope);
    }

    /// @param place `bucket`, `bucket/prefix`, `*` or `*/prefix`
    /// @throws IllegalArgumentException when it names no bucket
    public static AccessGrant grant(Set<AccessRight> rights, String place) {
        int slash = place.indexOf('/');
        return slash < 0
                ? new AccessGrant(rights, place, "")
                : new AccessGrant(rights, place.substring(0, slash), place.substring(slash + 1));
    }

    /// Whether it may do what operators do: everything, everywhere.
    public boolean areOfOperator() {
        return reach == Reach.ALL
                && grants.stream()
                        .anyMatch(grant ->
                                grant.bucket().equals(AccessGrant.ANY_BUCKET)
                                        && grant.isWhole()
                                        && grant.rights().contains(AccessRight.ADMIN));
    }

    /// Whether these are at least those: nobody may give what he has not.
    public boolean cover(Rights others) {
        boolean reaches = others.reach == Reach.OWN || areOfOperator();
        return reaches && others.grants.stream().allMatch(this::cover);
    }

    private boolean cover(AccessGrant other) {
        Set<AccessRight> missing = EnumSet.copyOf(other.rights());
        grants.stream()
                .filter(grant -> grant.reaches(other))
                .forEach(grant -> missing.removeAll(grant.rights()));
        return missing.isEmpty();
    }
}
