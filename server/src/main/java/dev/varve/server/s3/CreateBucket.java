package dev.varve.server.s3;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.surface.NewBucketName;
import java.time.Duration;
import java.util.Locale;

/// Makes a bucket of the caller's. One that is the caller's already stays as it is and is a success,
/// as in S3's first region: rclone and others create before each upload.
final class CreateBucket implements Operation {
    private static final String OBJECT_LOCK = "x-amz-bucket-object-lock-enabled";
    private static final String OWNERSHIP = "x-amz-object-ownership";

    @Override
    public HttpResponse handle(Call call) {
        BucketName name = NewBucketName.of(call.bucket());
        Headers headers = call.request().headers();
        Unsupported.refuse(headers);
        requireOwnership(headers.get(OWNERSHIP, "BucketOwnerEnforced"));
        NewBucketDocument document = NewBucketDocument.read(call);
        document.requireHere(call.config().region());
        BucketSettings settings = settings(call).withTags(document.tags());
        Outcome<BucketId> made = call.store().buckets().create(name, settings);
        if (!isOwnedAlready(made)) {
            Refusals.require(call, made);
        }
        return HttpResponse.of(200).header("location", "/" + name);
    }

    private static boolean isOwnedAlready(Outcome<BucketId> made) {
        return made instanceof Outcome.Refused<BucketId>(Refusal refusal)
                && refusal.reason() == Refusal.Reason.BUCKET_OWNED_BY_YOU;
    }

    private static BucketSettings settings(Call call) {
        BucketSettings defaults = call.store().buckets().defaults();
        String lock = call.request().headers().get(OBJECT_LOCK, "false");
        return switch (lock.toLowerCase(Locale.ROOT)) {
            case "true" ->
                    defaults.withVersioning(Versioning.ENABLED)
                            .withObjectLock(new ObjectLock(true, null, Duration.ZERO));
            case "false" -> defaults;
            default -> throw ListParameters.invalid(OBJECT_LOCK, lock, "Invalid value");
        };
    }

    /// Objects always belong to the owner of their bucket.
    private static void requireOwnership(String ownership) {
        switch (ownership) {
            case "BucketOwnerEnforced" -> {}
            case "BucketOwnerPreferred", "ObjectWriter" ->
                    throw new Failed(
                            ErrorCode.NOT_IMPLEMENTED,
                            "Object ownership " + ownership + " is not implemented");
            default ->
                    throw ListParameters.invalid(
                            OWNERSHIP, ownership, "Invalid x-amz-object-ownership header");
        }
    }
}
