package dev.varve.server.s3;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Version;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.Percent;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import org.jspecify.annotations.Nullable;

/// What `x-amz-copy-source` names: `bucket/key`, with or without a slash before it, escaped or not,
/// and maybe a version.
record CopySource(BucketName bucket, ObjectKey key, @Nullable VersionRef version) {
    private static final String HEADER = "x-amz-copy-source";
    private static final String VERSION = "?versionId=";

    static CopySource of(Call call) {
        return parse(call.request().headers().get(HEADER, ""));
    }

    /// The call, with the right to the bucket that this is in.
    ///
    /// @throws Failed when the caller may not read it
    Call allowed(Call call) {
        Action action = version == null ? Action.READ_OBJECT : Action.READ_VERSION;
        LookedUp source = LookedUp.of(call, bucket);
        Call allowed = source.allowed(action, key.toString());
        Bucket found = source.bucket().orElseThrow(() -> BucketOf.missing(bucket));
        String owner =
                call.request().headers().get("x-amz-source-expected-bucket-owner", found.owner());
        if (!owner.equals(found.owner())) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
        return allowed;
    }

    /// @throws Failed when it names no object
    static CopySource parse(String header) {
        int mark = header.lastIndexOf(VERSION);
        String path = decoded(mark < 0 ? header : header.substring(0, mark));
        String plain = path.startsWith("/") ? path.substring(1) : path;
        int slash = plain.indexOf('/');
        if (slash <= 0 || slash == plain.length() - 1) {
            throw invalid(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        @Nullable VersionRef version =
                mark < 0 ? null : VersionIds.parse(header.substring(mark + VERSION.length()));
        return new CopySource(
                bucket(plain.substring(0, slash)), key(plain.substring(slash + 1)), version);
    }

    private static String decoded(String raw) {
        try {
            return Percent.decode(raw);
        } catch (IllegalArgumentException e) {
            throw invalid("Copy Source must be URL-encoded");
        }
    }

    private static BucketName bucket(String name) {
        if (!BucketName.isValid(name)) {
            throw new Failed(ErrorCode.NO_SUCH_BUCKET, "The specified bucket does not exist")
                    .detail("BucketName", name);
        }
        return new BucketName(name);
    }

    private static ObjectKey key(String text) {
        try {
            return ObjectKey.of(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.KEY_TOO_LONG, "Your key is too long");
        }
    }

    private static Failed invalid(String message) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, message).detail("ArgumentName", HEADER);
    }

    ReadRequest request(Headers headers) {
        ReadRequest request =
                ReadRequest.of(bucket, key).preconditions(Conditions.ofCopySource(headers));
        return version == null ? request : request.version(version);
    }

    /// The source as it is now, if the conditions on it hold.
    Version found(Call call, ReadRequest request) {
        return switch (call.store().peek(request)) {
            case ReadResult.Found(ObjectBody body) -> body.version();
            case ReadResult.NotModified _ ->
                    throw new Failed(
                            ErrorCode.PRECONDITION_FAILED,
                            "At least one of the pre-conditions you specified did not hold");
            case ReadResult.Refused(Refusal refusal, var _)
                    when refusal.reason() == Reason.DELETE_MARKER ->
                    throw new Failed(
                            ErrorCode.INVALID_REQUEST,
                            "The source of a copy request may not specifically refer to a delete"
                                    + " marker by version id.");
            case ReadResult.Refused(Refusal refusal, var _) ->
                    throw named(Refusals.failed(call, refusal));
        };
    }

    /// What is missing is missing in the source.
    private Failed named(Failed failed) {
        return switch (failed.code()) {
            case NO_SUCH_KEY -> failed.detail("Key", key.toString());
            case NO_SUCH_BUCKET -> failed.detail("BucketName", bucket.toString());
            default -> failed;
        };
    }

    /// Tells which version was copied, where the source's bucket has versions.
    void answer(Call call, Headers headers, Version copied) {
        boolean versioned =
                !copied.nullVersion()
                        || call.store()
                                .buckets()
                                .find(bucket)
                                .filter(found -> found.settings().versioning() != Versioning.OFF)
                                .isPresent();
        if (versioned) {
            VersionRef named = copied.nullVersion() ? VersionRef.NULL : VersionRef.of(copied.id());
            headers.set(HEADER + "-version-id", named.toString());
        }
    }
}
