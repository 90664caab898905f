package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;

/// Makes objects what they were: their bytes, metadata and tags. Keys that had no object then are
/// deleted. Locks, settings and everything else of their buckets stay as they are.
///
/// @param asOf a time or position of the past
/// @param dryRun whether only to tell what it would be
/// @param skipReleased leaves keys as they are whose bytes of then are gone; else one such key
///     refuses all of it
public record RestoreRequest(Scope scope, AsOf asOf, boolean dryRun, boolean skipReleased) {
    /// What is restored.
    public sealed interface Scope {
        /// Every bucket that existed then and still does.
        record Everything() implements Scope {}

        /// The keys of a bucket that have a prefix; all for the empty one.
        record Keys(BucketName bucket, String prefix) implements Scope {}

        record OneObject(BucketName bucket, ObjectKey key) implements Scope {}
    }

    public static RestoreRequest everything(AsOf asOf) {
        return new RestoreRequest(new Scope.Everything(), asOf, false, false);
    }

    public static RestoreRequest of(BucketName bucket, AsOf asOf) {
        return of(bucket, "", asOf);
    }

    public static RestoreRequest of(BucketName bucket, String prefix, AsOf asOf) {
        return new RestoreRequest(new Scope.Keys(bucket, prefix), asOf, false, false);
    }

    public static RestoreRequest of(BucketName bucket, ObjectKey key, AsOf asOf) {
        return new RestoreRequest(new Scope.OneObject(bucket, key), asOf, false, false);
    }

    public RestoreRequest dry() {
        return new RestoreRequest(scope, asOf, true, skipReleased);
    }

    public RestoreRequest skippingReleased() {
        return new RestoreRequest(scope, asOf, dryRun, true);
    }
}
