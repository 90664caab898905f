package dev.varve.server.api;

import dev.varve.log.BucketName;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AsOf;
import dev.varve.server.surface.AsOfText;
import dev.varve.server.surface.PastName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/at`: what the bucket is called as it was.
public final class PastResource implements Resource {
    /// @param asOf a time of RFC 3339, or the number of a position
    public record Moment(@Nullable String asOf) {}

    /// @param bucket the name of a bucket that any client of S3 can read; an alias where it would be too
    ///     long
    public record PastView(String bucket, String asOf) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/buckets/{bucket}/at",
                                "viewBucket",
                                Action.READ_BUCKET,
                                PastResource::view)
                        .guardingItself()
                        .ofThisNode()
                        .summary("Tells the name of the bucket as it was; nothing is made")
                        .takesJson(Moment.class)
                        .example("{\"as_of\":\"2026-11-20T10:15:00Z\"}")
                        .answersJson(200, PastView.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.HISTORY_PURGED));
    }

    private static HttpResponse view(ApiCall call) {
        call.requireKey();
        String text = call.json(Moment.class).asOf();
        if (text == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'as_of' must be given.");
        }
        AsOf when = AsOfText.parse(text);
        BucketName name = call.bucketName();
        PastName past = new PastName.OfName(name, when);
        Bucket bucket =
                call.viewing(name, PastCalls.found(call, Action.READ_BUCKET, past, ""))
                        .allowed(Action.READ_BUCKET, name.value(), "");
        return ApiCall.answer(
                200, new PastView(PastName.of(name, bucket.id(), when).value(), text));
    }
}
