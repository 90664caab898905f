package dev.varve.server.s3;

import dev.varve.log.BucketName;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.Optional;

/// The bucket of a call, where its owner or settings matter to an operation.
final class BucketOf {
    private BucketOf() {}

    static Bucket require(Call call) {
        return require(call, call.bucketName());
    }

    static Bucket require(Call call, BucketName name) {
        return call.store().buckets().find(name).orElseThrow(() -> missing(name));
    }

    static Failed missing(BucketName name) {
        return new Failed(ErrorCode.NO_SUCH_BUCKET, "The specified bucket does not exist")
                .detail("BucketName", name.toString());
    }

    /// The bucket, for those who may do this to a key of it. Others are not told whether it exists.
    static Bucket allowed(Call call, BucketName name, Action action, String key) {
        Optional<Bucket> found = call.store().buckets().find(name);
        Access.require(call.principal(), action, resource(name.toString(), key, found));
        return found.orElseThrow(() -> missing(name));
    }

    /// @throws Failed `AccessDenied` when the caller may not do this to a key of the bucket
    static void allow(Call call, Bucket bucket, Action action, String key) {
        Access.require(call.principal(), action, resource(bucket, key));
    }

    static Access.Resource resource(Bucket bucket, String key) {
        return resource(bucket.name().toString(), key, Optional.of(bucket));
    }

    /// @param bucket empty where there is none of that name
    static Access.Resource resource(String name, String key, Optional<Bucket> bucket) {
        return new Access.Resource(
                name,
                key,
                bucket.map(Bucket::owner),
                bucket.filter(found -> found.settings().publicRead()).isPresent());
    }
}
