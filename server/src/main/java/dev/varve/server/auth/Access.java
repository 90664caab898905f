package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Optional;

/// The one place that decides what a principal may do, for every surface.
public final class Access {
    private Access() {}

    /// What is acted on. Empty strings where there is none.
    ///
    /// @param key for [Action#LIST] the prefix that is listed
    /// @param owner of the bucket, empty where the bucket does not exist
    public record Resource(String bucket, String key, Optional<String> owner) {
        public static final Resource SERVICE = new Resource("", "", Optional.empty());
    }

    /// @throws Failed with `AccessDenied`; with `NoSuchBucket` for who may know that it is missing
    public static void require(Principal principal, Action action, Resource resource) {
        if (!isAllowed(principal, action, resource)) {
            throw isOfMissingBucket(principal, action, resource)
                    ? new Failed(ErrorCode.NO_SUCH_BUCKET, "The specified bucket does not exist")
                            .detail("BucketName", resource.bucket())
                    : new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
    }

    /// Nobody may do anything in a bucket that does not exist: one that comes up a moment later may be
    /// somebody else's.
    public static boolean isAllowed(Principal principal, Action action, Resource resource) {
        if (principal.isAnonymous() || !isInScope(principal, action, resource)) {
            return false;
        }
        return switch (action) {
            // Whose a bucket of that name is, the store says when it creates it.
            case LIST_BUCKETS, CREATE_BUCKET -> true;
            case DELETE_BUCKET,
                    READ_BUCKET,
                    CHANGE_BUCKET,
                    LIST,
                    READ_OBJECT,
                    WRITE_OBJECT,
                    DELETE_OBJECT,
                    BYPASS_GOVERNANCE ->
                    resource.owner().isPresent()
                            && (principal.admin() || resource.owner().get().equals(principal.id()));
        };
    }

    private static boolean isOfMissingBucket(
            Principal principal, Action action, Resource resource) {
        return resource.owner().isEmpty()
                && !principal.isAnonymous()
                && isInScope(principal, action, resource);
    }

    /// A key that is limited to a prefix may list, read and write only below it. Listing buckets is
    /// always in scope: the buckets to show are those it may [Action#READ_BUCKET].
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
