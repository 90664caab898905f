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
        return call.store()
                .buckets()
                .find(name)
                .orElseThrow(() ->
                        new Failed(ErrorCode.NO_SUCH_BUCKET, "The specified bucket does not exist")
                                .detail("BucketName", name.toString()));
    }

    /// @throws Failed `AccessDenied` when the caller may not do this to a key of the bucket
    static void allow(Call call, Bucket bucket, Action action, String key) {
        Access.require(call.principal(), action, resource(bucket, key));
    }

    static Access.Resource resource(Bucket bucket, String key) {
        return new Access.Resource(bucket.name().toString(), key, Optional.of(bucket.owner()));
    }
}
