package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Optional;

/// The one place that decides what a principal may do, for every surface.
public final class Access {
    private Access() {}

    /// What is acted on. Empty strings where there is none.
    ///
    /// @param owner of the bucket, empty where the bucket does not exist
    public record Resource(String bucket, String key, Optional<String> owner) {
        public static final Resource SERVICE = new Resource("", "", Optional.empty());
    }

    /// @throws Failed with `AccessDenied`
    public static void require(Principal principal, Action action, Resource resource) {
        if (!isAllowed(principal, action, resource)) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
    }

    public static boolean isAllowed(Principal principal, Action action, Resource resource) {
        if (principal.isAnonymous() || !isInScope(principal, action, resource)) {
            return false;
        }
        return principal.admin()
                || resource.owner().isEmpty()
                || resource.owner().get().equals(principal.id());
    }

    /// A key that is limited to a prefix may list and read its bucket only below it.
    private static boolean isInScope(Principal principal, Action action, Resource resource) {
        if (principal.scope().isEmpty() || action == Action.LIST_BUCKETS) {
            return true;
        }
        String scope = principal.scope().get();
        int slash = scope.indexOf('/');
        String bucket = slash < 0 ? scope : scope.substring(0, slash);
        String prefix = slash < 0 ? "" : scope.substring(slash + 1);
        if (!resource.bucket().equals(bucket)) {
            return false;
        }
        return switch (action) {
            case LIST, READ_OBJECT, WRITE_OBJECT, DELETE_OBJECT, BYPASS_GOVERNANCE ->
                    resource.key().startsWith(prefix);
            case READ_BUCKET -> true;
            case LIST_BUCKETS, CREATE_BUCKET, DELETE_BUCKET, CHANGE_BUCKET -> prefix.isEmpty();
        };
    }
}
