package dev.varve.server.api.objects;

import dev.varve.log.BucketName;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.CopyRequest;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/copy`: one object at another key, by reference: no bytes move, but for a copy
/// into a bucket of another dedup domain.
public final class CopyResource implements Resource {
    /// The source can be purged between looking at it and copying it.
    private static final int ATTEMPTS = 4;

    /// @param version of the key instead of its current one
    /// @param ifMatch only one of these tags, as in the header
    public record CopyFrom(
            @Nullable String key,
            @Nullable String version,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {
        ReadRequest request(BucketName bucket) {
            ReadRequest request =
                    ReadRequest.of(bucket, CopyResource.key("from.key", key))
                            .preconditions(Conditions.ofTags(ifMatch, ifNoneMatch));
            return version == null ? request : request.version(Versions.parse(version));
        }
    }

    /// @param bucket null for the one of the source
    public record CopyTo(
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {}

    /// @param metadata null to keep the source's, and so the tags
    /// @param lock null for none: locks are not copied
    public record Copying(
            @Nullable CopyFrom from,
            @Nullable CopyTo to,
            @Nullable ContentMetadata metadata,
            @Nullable Map<String, String> tags,
            LockResource.@Nullable Lock lock) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/buckets/{bucket}/copy",
                                "copyObject",
                                Action.READ_OBJECT,
                                CopyResource::copy)
                        .guardingItself()
                        .about(
                                Concerning.anywhereInBody(
                                        Copying.class, ApiCall.MAX_JSON, CopyResource::concern))
                        .copyingFromPast()
                        .summary("Copies an object to another key or bucket")
                        .takesJson(Copying.class)
                        .answersJson(201, ObjectView.class)
                        .refuses(errors()));
    }

    private static Concern concern(String bucket, Copying asked) {
        CopyFrom from = asked.from();
        CopyTo to = asked.to();
        if (from == null || to == null) {
            return Concern.HERE;
        }
        return concern(
                bucket,
                from.key(),
                to.bucket() == null ? bucket : to.bucket(),
                to.key(),
                asked.metadata());
    }

    /// Of what comes to be at the target.
    static Concern concern(
            String bucket,
            @Nullable String key,
            String toBucket,
            @Nullable String toKey,
            @Nullable ContentMetadata metadata) {
        String storageClass = metadata == null ? null : metadata.storageClass();
        return new Concern.OfCopy(
                toBucket,
                toKey == null ? "" : toKey,
                bucket,
                key == null ? "" : key,
                metadata == null ? null : metadata.contentType(),
                storageClass == null ? "" : storageClass);
    }

    static ErrorCode[] errors() {
        return new ErrorCode[] {
            ErrorCode.MALFORMED_JSON,
            ErrorCode.INVALID_ARGUMENT,
            ErrorCode.INVALID_TAG,
            ErrorCode.INVALID_STORAGE_CLASS,
            ErrorCode.METADATA_TOO_LARGE,
            ErrorCode.NO_SUCH_BUCKET,
            ErrorCode.NO_SUCH_KEY,
            ErrorCode.NO_SUCH_VERSION,
            ErrorCode.PRECONDITION_FAILED,
            ErrorCode.INVALID_BUCKET_STATE,
            ErrorCode.OPERATION_ABORTED,
            ErrorCode.QUOTA_EXCEEDED,
            ErrorCode.OUT_OF_SPACE
        };
    }

    /// A copy that its caller may make.
    record Allowed(ApiCall call, CopyRequest request) {}

    private static HttpResponse copy(ApiCall asked) {
        Allowed allowed =
                allowed(asked, asked.path(ApiCall.BUCKET), asked.json(Copying.class), false);
        ApiCall call = allowed.call();
        CopyRequest request = allowed.request();
        Outcome<Written> outcome = call.store().copy(request);
        for (int attempt = 1; attempt < ATTEMPTS && isOvertaken(outcome); attempt++) {
            outcome = call.store().copy(request);
        }
        return answer(call, request, outcome);
    }

    static HttpResponse answer(ApiCall call, CopyRequest request, Outcome<Written> outcome) {
        return switch (outcome) {
            case Outcome.Done<Written>(Written written) ->
                    ObjectView.answer(201, request.bucket(), request.key(), written);
            case Outcome.Refused<Written>(Refusal refusal) -> throw failed(call, request, refusal);
        };
    }

    /// @param bucket of the source
    /// @param moves whether the source is to go, too
    static Allowed allowed(ApiCall call, String bucket, Copying copying, boolean moves) {
        CopyFrom from = copying.from();
        CopyTo to = copying.to();
        if (from == null || to == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'from' and 'to' must be given.");
        }
        ObjectKey key = key("to.key", to.key());
        String name = to.bucket() == null ? bucket : to.bucket();
        String source = key("from.key", from.key()).toString();
        Bucket origin =
                call.allowed(
                        from.version() == null ? Action.READ_OBJECT : Versions.HISTORY,
                        bucket,
                        source);
        if (moves) {
            call.allowed(Action.DELETE_OBJECT, bucket, source);
        }
        Bucket target = call.allowed(Action.WRITE_OBJECT, name, key.toString());
        BucketName named = ApiCall.bucketName(bucket);
        boolean past = call.store().past(named).isPresent();
        ApiCall held = (past ? call : call.holding(origin)).holding(target);
        return new Allowed(held, request(copying, from.request(named), to, target, key));
    }

    private static CopyRequest request(
            Copying copying, ReadRequest source, CopyTo to, Bucket target, ObjectKey key) {
        ContentMetadata given = copying.metadata();
        Optional<Metadata> metadata =
                given == null ? Optional.empty() : Optional.of(given.replacing(Metadata.NONE));
        Optional<SortedMap<String, String>> tags =
                Optional.ofNullable(copying.tags()).map(TagsResource::checked);
        LockResource.Lock lock = copying.lock();
        Optional<Retention> retention = lock == null ? Optional.empty() : lock.retention();
        return new CopyRequest(
                source,
                target.name(),
                key,
                metadata,
                tags,
                retention,
                lock != null && Boolean.TRUE.equals(lock.legalHold()),
                Conditions.ofTags(to.ifMatch(), to.ifNoneMatch()));
    }

    private static boolean isOvertaken(Outcome<Written> outcome) {
        return outcome instanceof Outcome.Refused<Written>(Refusal refusal)
                && refusal.reason() == Reason.CONFLICT;
    }

    /// What the target lacks fails its conditions; what the source lacks is missing.
    static Failed failed(ApiCall call, CopyRequest request, Refusal refusal) {
        boolean there = call.store().head(request.source()).isDone();
        return there
                ? Conditional.failed(refusal, request.preconditions())
                : ApiRefusals.failed(refusal);
    }

    static ObjectKey key(String field, @Nullable String key) {
        if (key == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'" + field + "' must be given.");
        }
        return ApiCall.objectKey(key);
    }
}
