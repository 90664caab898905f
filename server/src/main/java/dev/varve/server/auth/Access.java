package dev.varve.server.auth;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Optional;

/// The one place that decides what a principal may do, for every surface.
public final class Access {
    private Access() {}

    /// What is acted on. Empty strings where there is none.
    ///
    /// @param key for [Action#LIST] the prefix that is listed
    /// @param owner of the bucket, empty where the bucket does not exist; of the keys for
    ///     [Action#MANAGE_KEYS]
    /// @param publicRead whether anybody may read objects of the bucket
    /// @param past whether it is about what was there at an earlier time
    public record Resource(
            String bucket, String key, Optional<String> owner, boolean publicRead, boolean past) {
        public static final Resource SERVICE = new Resource("", "", Optional.empty());

        /// Of a bucket that is not public, or none.
        public Resource(String bucket, String key, Optional<String> owner) {
            this(bucket, key, owner, false, false);
        }

        public Resource(String bucket, String key, Optional<String> owner, boolean publicRead) {
            this(bucket, key, owner, publicRead, false);
        }

        /// The same as it was; what is public of a bucket is its present.
        public Resource asItWas() {
            return new Resource(bucket, key, owner, false, true);
        }

        /// What belongs to a user and is in no bucket.
        public static Resource of(String user) {
            return new Resource("", "", Optional.of(user));
        }
    }

    /// @throws Failed with `AccessDenied`; with `NoSuchBucket` for who may know that it is missing
    public static void require(Principal principal, Action action, Resource resource) {
        if (!isAllowed(principal, action, resource)) {
            throw isOfMissingBucket(principal, action, resource)
                    ? new Failed(ErrorCode.NO_SUCH_BUCKET, missing(resource))
                            .detail("BucketName", resource.bucket())
                    : new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
    }

    private static String missing(Resource resource) {
        return resource.past()
                ? "There was no such bucket then, or nothing of its history is kept."
                : "The specified bucket does not exist";
    }

    /// Nobody may do anything in a bucket that does not exist: one that comes up a moment later may be
    /// somebody else's.
    public static boolean isAllowed(Principal principal, Action action, Resource resource) {
        if (resource.publicRead() && action == Action.READ_OBJECT) {
            return resource.owner().isPresent();
        }
        return !principal.isAnonymous()
                && isGranted(principal.rights(), action, resource)
                && isInReach(principal, action, resource);
    }

    private static boolean isOfMissingBucket(
            Principal principal, Action action, Resource resource) {
        return resource.owner().isEmpty()
                && !resource.bucket().isEmpty()
                && !principal.isAnonymous()
                && isGranted(principal.rights(), action, resource);
    }

    /// A key that is limited to a prefix may list, read and write only below it.
    private static boolean isGranted(Rights rights, Action action, Resource resource) {
        if (action.subject() == Action.Subject.NOTHING) {
            return true;
        }
        return isGranted(rights, action, action.subject(), resource)
                && (!resource.past()
                        || isGranted(rights, Action.READ_HISTORY, action.subject(), resource));
    }

    private static boolean isGranted(
            Rights rights, Action action, Action.Subject subject, Resource resource) {
        for (AccessGrant grant : rights.grants()) {
            if (action.isAllowedBy(grant.rights()) && isFor(grant, subject, resource)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(AccessGrant grant, Action.Subject subject, Resource resource) {
        return switch (subject) {
            case NOTHING, USER -> true;
            case NEW_BUCKET, BUCKET -> grant.isFor(resource.bucket()) && grant.isWhole();
            case PART_OF_BUCKET -> grant.isFor(resource.bucket());
            case KEY -> grant.isFor(resource.bucket()) && resource.key().startsWith(grant.prefix());
            case STORE -> grant.bucket().equals(AccessGrant.ANY_BUCKET) && grant.isWhole();
        };
    }

    /// Whose a new bucket of that name is, the store says when it creates it.
    private static boolean isInReach(Principal principal, Action action, Resource resource) {
        boolean all = principal.rights().reach() == Reach.ALL;
        return switch (action.subject()) {
            case NOTHING, NEW_BUCKET -> true;
            case BUCKET, PART_OF_BUCKET, KEY ->
                    resource.owner().isPresent() && (all || isOwn(principal, resource));
            case USER -> isOwn(principal, resource) || principal.rights().areOfOperator();
            case STORE -> all;
        };
    }

    private static boolean isOwn(Principal principal, Resource resource) {
        return resource.owner().filter(principal.id()::equals).isPresent();
    }
}
