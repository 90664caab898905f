package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.RestoreEffect.Kind;
import org.jspecify.annotations.Nullable;

/// The object that a key had at the cut of a restore, and the one it has now.
record RestoredKey(@Nullable Version then, @Nullable Version now) {
    static RestoredKey of(ViewReader stored, BucketId bucket, ObjectKey key, HybridTime cut) {
        VersionTable versions = new VersionTable(stored, bucket);
        return new RestoredKey(versions.current(key, cut).orElse(null), versions, key);
    }

    /// @param then whatever was current at the cut
    RestoredKey(@Nullable Version then, VersionTable versions, ObjectKey key) {
        this(then != null && then.isObject() ? then : null, versions.indexed(key).orElse(null));
    }

    /// @param was whatever was current at the cut
    static RestoredKey of(@Nullable Version was, @Nullable Version now) {
        return new RestoredKey(was != null && was.isObject() ? was : null, now);
    }

    Kind kind() {
        Version was = then;
        Version is = now;
        if (was == null) {
            return is == null ? Kind.NONE : Kind.GONE;
        }
        if (is != null && is.hasStateOf(was)) {
            return Kind.NONE;
        }
        if (was.bytesReleased()) {
            return Kind.RELEASED;
        }
        return is == null ? Kind.BACK : Kind.CHANGED;
    }

    boolean isChanged() {
        return switch (kind()) {
            case NONE, RELEASED -> false;
            case BACK, CHANGED, GONE -> true;
        };
    }

    /// Whether there is anything to tell of the key.
    boolean isConcerned() {
        return kind() != Kind.NONE;
    }
}
