package dev.varve.server.store;

import dev.varve.log.BucketName;

/// A delete of every current object whose key has a prefix.
///
/// @param everything must be said where the prefix is empty
/// @param dryRun whether only to tell what it would be
public record PrefixDelete(BucketName bucket, String prefix, boolean everything, boolean dryRun) {
    public static PrefixDelete of(BucketName bucket, String prefix) {
        return new PrefixDelete(bucket, prefix, false, false);
    }

    public static PrefixDelete everythingIn(BucketName bucket) {
        return new PrefixDelete(bucket, "", true, false);
    }

    public PrefixDelete dry() {
        return new PrefixDelete(bucket, prefix, everything, true);
    }
}
