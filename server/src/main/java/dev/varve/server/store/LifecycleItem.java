package dev.varve.server.store;

import dev.varve.log.LifecycleRule;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that goes by a rule, as a look at a bucket found it.
///
/// @param stamp names the version or upload
/// @param newest of a noncurrent version: the newest visible ones of its key, which it rests on being
///     there
/// @param above of a noncurrent version: the one that took its place
public record LifecycleItem(
        Kind kind,
        ObjectKey key,
        Stamp stamp,
        long size,
        Instant at,
        LifecycleRule rule,
        List<VersionId> newest,
        @Nullable VersionId above) {
    /// In the order in which they go: what is on top is there as long as that below rests on it.
    public enum Kind {
        /// A version that a newer one took the place of.
        NONCURRENT,
        /// A delete marker that nothing is below of.
        MARKER,
        /// A current object: deleted as a client would, by the bucket's versioning.
        OBJECT,
        UPLOAD
    }

    public LifecycleItem {
        newest = List.copyOf(newest);
    }
}
