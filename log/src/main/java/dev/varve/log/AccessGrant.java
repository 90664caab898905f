package dev.varve.log;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Rights to keys of one bucket, or of every bucket, that begin with a prefix.
///
/// @param bucket a name, or [#ANY_BUCKET]
/// @param prefix of keys, not a folder: `team` holds `teams` too, `team/` does not; empty for all
public record AccessGrant(Set<AccessRight> rights, String bucket, String prefix) {
    public static final String ANY_BUCKET = "*";
    public static final AccessGrant EVERYTHING =
            new AccessGrant(EnumSet.allOf(AccessRight.class), ANY_BUCKET, "");

    public AccessGrant {
        if (rights.isEmpty()) {
            throw new IllegalArgumentException("a grant has at least one right");
        }
        if (!bucket.equals(ANY_BUCKET) && !BucketName.isValid(bucket)) {
            throw new IllegalArgumentException("a grant names a bucket, or *: not " + bucket);
        }
        if (prefix.getBytes(StandardCharsets.UTF_8).length > ObjectKey.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the prefix of a grant has at most " + ObjectKey.MAX_BYTES + " bytes");
        }
        rights = Collections.unmodifiableSet(EnumSet.copyOf(rights));
    }

    public boolean isFor(String name) {
        return bucket.equals(ANY_BUCKET) || bucket.equals(name);
    }

    /// Whether it is for all keys of its buckets.
    public boolean isWhole() {
        return prefix.isEmpty();
    }

    /// Whether every key that `other` is for is one of this grant's too.
    public boolean reaches(AccessGrant other) {
        return isFor(other.bucket) && other.prefix.startsWith(prefix);
    }
}
