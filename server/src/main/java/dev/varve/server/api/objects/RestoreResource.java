package dev.varve.server.api.objects;

import dev.varve.log.Position;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.RestoreEffect.Kind;
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
import dev.varve.server.store.AsOf;
import dev.varve.server.store.RestoreRequest;
import dev.varve.server.store.RestoreResult;
import dev.varve.server.surface.AsOfText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/restore` and `/v1/restore`: objects as they were, by reference and as one event.
public final class RestoreResource implements Resource {
    /// @param asOf a time of RFC 3339, or the number of a position
    /// @param prefix only keys that begin so
    /// @param key only this one
    /// @param dryRun only tells what it would do
    /// @param skipReleased leaves keys as they are of which the bytes of then are gone; one such key
    ///     refuses all of it otherwise
    public record Restoring(
            @Nullable String asOf,
            @Nullable String prefix,
            @Nullable String key,
            boolean dryRun,
            boolean skipReleased) {}

    /// @param asOf a time of RFC 3339, or the number of a position
    /// @param dryRun only tells what it would do
    /// @param skipReleased leaves keys as they are of which the bytes of then are gone; one such key
    ///     refuses all of it otherwise
    public record RestoringAll(@Nullable String asOf, boolean dryRun, boolean skipReleased) {}

    /// What a restore did, or would do.
    ///
    /// @param back keys that have an object again
    /// @param changed keys that have another object, or other metadata or tags
    /// @param gone keys that have no object any more; their bytes are those they had
    /// @param released keys that stay as they are, since the bytes that they had are gone
    /// @param sample the first few of all of these
    /// @param position of the event; absent for a dry run, and where there was nothing to do
    /// @param version what every version and delete marker that it made is called
    public record Restored(
            Count back,
            Count changed,
            Count gone,
            Count released,
            List<RestoredKey> sample,
            @Nullable Long position,
            @Nullable String version) {
        static Restored of(RestoreResult result) {
            return new Restored(
                    Count.of(result.back()),
                    Count.of(result.changed()),
                    Count.of(result.gone()),
                    Count.of(result.released()),
                    result.sample().stream().map(RestoredKey::of).toList(),
                    result.position().map(Position::value).orElse(null),
                    result.version().map(VersionId::toString).orElse(null));
        }
    }

    public record Count(long objects, long bytes) {
        static Count of(RestoreResult.Count count) {
            return new Count(count.objects(), count.bytes());
        }
    }

    /// What happens to a key.
    public enum Becomes {
        BACK,
        CHANGED,
        GONE,
        /// It stays as it is, since the bytes that it had are gone.
        RELEASED
    }

    public record RestoredKey(String bucket, String key, Becomes becomes) {
        static RestoredKey of(RestoreResult.Restored restored) {
            return new RestoredKey(
                    restored.bucket().value(), restored.key().toString(), becomes(restored.kind()));
        }

        private static Becomes becomes(Kind kind) {
            return switch (kind) {
                case BACK -> Becomes.BACK;
                case CHANGED -> Becomes.CHANGED;
                case GONE -> Becomes.GONE;
                case RELEASED -> Becomes.RELEASED;
                case NONE -> throw new IllegalStateException("nothing happens to it");
            };
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                described(
                                Endpoint.of(
                                                "POST",
                                                "/v1/buckets/{bucket}/restore",
                                                "restoreBucket",
                                                Action.READ_HISTORY,
                                                RestoreResource::bucket)
                                        .guardingItself())
                        .about(
                                Concerning.inBody(
                                        Restoring.class,
                                        ApiCall.MAX_JSON,
                                        RestoreResource::concern))
                        .summary("Makes objects of a bucket what they were, at once")
                        .takesJson(Restoring.class)
                        .example(
                                "{\"as_of\":\"2026-11-20T10:15:00Z\",\"prefix\":\"photos/\","
                                        + "\"dry_run\":true}"),
                described(
                                Endpoint.of(
                                        "POST",
                                        "/v1/restore",
                                        "restoreEverything",
                                        Action.MAINTAIN,
                                        RestoreResource::everything))
                        .about((request, path) -> new Concern.OfAll())
                        .summary("Makes the objects of all buckets what they were; for operators")
                        .takesJson(RestoringAll.class)
                        .example("{\"as_of\":\"12345\",\"dry_run\":true}"));
    }

    private static Endpoint described(Endpoint endpoint) {
        return endpoint.deleting()
                .answersJson(200, Restored.class)
                .refuses(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.HISTORY_PURGED,
                        ErrorCode.BYTES_RELEASED,
                        ErrorCode.OPERATION_ABORTED,
                        ErrorCode.QUOTA_EXCEEDED,
                        ErrorCode.OUT_OF_SPACE);
    }

    private static Concern concern(String bucket, Restoring asked) {
        String prefix = asked.prefix();
        return asked.key() != null
                ? Concern.ofKey(bucket, asked.key())
                : new Concern.OfRange(bucket, prefix == null ? "" : prefix);
    }

    private static HttpResponse bucket(ApiCall call) {
        call.requireKey();
        Restoring asked = call.json(Restoring.class);
        String key = asked.key();
        String prefix = asked.prefix();
        if (key != null && prefix != null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "Give 'key' or 'prefix', not both.");
        }
        AsOf when = when(asked.asOf());
        String of = key == null ? prefix == null ? "" : prefix : key;
        ApiCall held = call.holding(allowed(call, of));
        RestoreRequest request =
                key == null
                        ? RestoreRequest.of(held.bucketName(), of, when)
                        : RestoreRequest.of(held.bucketName(), ApiCall.objectKey(key), when);
        return answer(
                held, asked.skipReleased() ? request.skippingReleased() : request, asked.dryRun());
    }

    /// Everything that a restore may do to keys.
    private static Bucket allowed(ApiCall call, String of) {
        String name = call.path(ApiCall.BUCKET);
        call.allowed(Action.WRITE_OBJECT, name, of);
        call.allowed(Action.DELETE_OBJECT, name, of);
        return call.allowed(Action.READ_HISTORY, name, of);
    }

    private static HttpResponse everything(ApiCall call) {
        RestoringAll asked = call.json(RestoringAll.class);
        RestoreRequest request = RestoreRequest.everything(when(asked.asOf()));
        return answer(
                call, asked.skipReleased() ? request.skippingReleased() : request, asked.dryRun());
    }

    private static AsOf when(@Nullable String text) {
        if (text == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'as_of' must be given.");
        }
        return AsOfText.parse(text);
    }

    private static HttpResponse answer(ApiCall call, RestoreRequest request, boolean dryRun) {
        RestoreResult result =
                ApiRefusals.require(call.store().restore(dryRun ? request.dry() : request));
        return ApiCall.answer(200, Restored.of(result));
    }
}
