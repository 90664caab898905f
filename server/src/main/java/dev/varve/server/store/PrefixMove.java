package dev.varve.server.store;

import dev.varve.log.BucketName;

/// A move of every current object whose key has a prefix, to the key with another prefix in its
/// place. Objects that are there already are replaced, other keys stay.
///
/// @param dryRun whether only to tell what it would be
public record PrefixMove(
        BucketName bucket, String prefix, BucketName to, String toPrefix, boolean dryRun) {
    public static PrefixMove of(BucketName bucket, String prefix, BucketName to, String toPrefix) {
        return new PrefixMove(bucket, prefix, to, toPrefix, false);
    }

    public PrefixMove dry() {
        return new PrefixMove(bucket, prefix, to, toPrefix, true);
    }
}
