package dev.varve.server.api;

import dev.varve.log.LifecycleRule;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import java.util.List;

/// `/v1/buckets/{bucket}/lifecycle`: the rules by which what is in a bucket goes by itself.
public final class LifecycleResource implements Resource {
    static final String PATH = "/v1/buckets/{bucket}/lifecycle";
    private static final String EXAMPLE =
            "{\"rules\":[{\"id\":\"logs\",\"filter\":{\"prefix\":\"logs/\"},"
                    + "\"expire\":{\"after_days\":30},\"noncurrent\":{\"after_days\":7},"
                    + "\"abort_uploads_after_days\":3}]}";

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "getLifecycle", Action.READ_BUCKET, LifecycleResource::get)
                        .summary("Tells the rules by which objects, versions and uploads go")
                        .answersJson(200, LifecycleForm.class)
                        .refuses(ErrorCode.NO_SUCH_BUCKET),
                Endpoint.of(
                                "PUT",
                                PATH,
                                "setLifecycle",
                                Action.CHANGE_BUCKET,
                                LifecycleResource::put)
                        .summary("Replaces all of these rules")
                        .takesJson(LifecycleForm.class)
                        .example(EXAMPLE)
                        .answersJson(200, LifecycleForm.class)
                        .refuses(
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_REQUEST,
                                ErrorCode.ENTITY_TOO_LARGE),
                Endpoint.of(
                                "DELETE",
                                PATH,
                                "endLifecycle",
                                Action.CHANGE_BUCKET,
                                LifecycleResource::delete)
                        .summary("Ends all of these rules")
                        .answersNothing(204)
                        .refuses(ErrorCode.NO_SUCH_BUCKET),
                preview());
    }

    private static Endpoint preview() {
        return Endpoint.of(
                        "POST",
                        PATH + "/preview",
                        "previewLifecycle",
                        Action.CHANGE_BUCKET,
                        LifecyclePreview::answer)
                .ofThisNode()
                .summary(
                        "Lists what would go, and when, by these rules or by others that are sent to"
                                + " try; nothing goes by it")
                .takesJson(LifecyclePreview.PreviewForm.class)
                .example("{\"until\":\"2030-01-31T00:00:00Z\"}")
                .answersJson(200, LifecyclePreview.PreviewView.class)
                .refuses(
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.ENTITY_TOO_LARGE);
    }

    private static HttpResponse get(ApiCall call) {
        return told(ApiRefusals.require(call.store().buckets().lifecycle(call.bucketName())));
    }

    private static HttpResponse told(List<LifecycleRule> rules) {
        return ApiCall.answer(200, LifecycleForm.of(rules));
    }

    private static HttpResponse put(ApiCall call) {
        return set(call, call.json(LifecycleForm.class).parsed());
    }

    private static HttpResponse set(ApiCall call, List<LifecycleRule> rules) {
        return told(
                ApiRefusals.require(call.store().buckets().setLifecycle(call.bucketName(), rules)));
    }

    private static HttpResponse delete(ApiCall call) {
        set(call, List.of());
        return HttpResponse.of(204);
    }
}
