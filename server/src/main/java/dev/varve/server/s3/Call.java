package dev.varve.server.s3;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PastBucket;

/// A request that was routed, authenticated and allowed, as an [Operation] gets it.
///
/// @param bucket as in the path or host, empty for the service itself
/// @param key decoded, empty for the bucket itself
/// @param store the store on behalf of the principal
record Call(
        HttpRequest request,
        Authenticated authenticated,
        String bucket,
        String key,
        ObjectStore store,
        S3Config config) {
    /// The same where it may use this bucket, and no other of its name.
    Call holding(Bucket held) {
        return new Call(request, authenticated, bucket, key, store.holding(held), config);
    }

    /// The same where this name stands for a bucket as it was.
    Call viewing(BucketName name, PastBucket past) {
        return new Call(request, authenticated, bucket, key, store.viewing(name, past), config);
    }

    Principal principal() {
        return authenticated.principal();
    }

    /// A name that no bucket can have is one that none has.
    BucketName bucketName() {
        if (!BucketName.isValid(bucket)) {
            throw new Failed(ErrorCode.NO_SUCH_BUCKET, "The specified bucket does not exist")
                    .detail("BucketName", bucket);
        }
        return new BucketName(bucket);
    }

    ObjectKey objectKey() {
        try {
            return ObjectKey.of(key);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.KEY_TOO_LONG, "Your key is too long");
        }
    }
}
