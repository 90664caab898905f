package dev.varve.server.api.objects;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Endpoint.Content;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Deleted;
import dev.varve.server.store.ObjectStore.DeleteTarget;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import java.util.List;

/// `/v1/buckets/{bucket}/objects/{key...}`: an object's bytes.
public final class ObjectsResource implements Resource {
    static final String PATH = "/v1/buckets/{bucket}/objects/{key...}";

    @Override
    public List<Endpoint> endpoints() {
        return List.of(put(), get(), delete());
    }

    private static Endpoint put() {
        Endpoint row =
                Endpoint.of("PUT", PATH, "putObject", Action.WRITE_OBJECT, ObjectsResource::put)
                        .about((request, path) ->
                                Concerning.sent(
                                        request,
                                        path.getOrDefault(ApiCall.BUCKET, ""),
                                        path.getOrDefault(ApiCall.KEY, "")))
                        .summary("Stores an object, over one of its key if there is one")
                        .takes(Content.bytes("*/*"))
                        .header("If-Match", "only over one of these tags, or any for *")
                        .header("If-None-Match", "not over one of these tags, or any for *")
                        .header("If-Unmodified-Since", "only over one that is not newer");
        return Uploads.described(row)
                .answersJson(201, ObjectView.class)
                .refuses(ErrorCode.PRECONDITION_FAILED);
    }

    private static HttpResponse put(ApiCall call) {
        Preconditions asked = Conditions.ofChange(call.request().headers());
        SentBody sent = SentBody.of(call);
        PutRequest request =
                new PutRequest(
                        call.bucketName(),
                        call.objectKey(),
                        sent.body(),
                        ObjectHeaders.parse(
                                call.request().headers(),
                                MediaTypes.ofKey(call.objectKey().toString())),
                        asked,
                        sent.kept());
        Conditional.requireNow(call, asked);
        Written written = Conditional.require(call.store().put(request), asked);
        return ObjectView.answer(201, request.bucket(), request.key(), written);
    }

    private static Endpoint get() {
        return Endpoint.of("GET", PATH, "getObject", Action.READ_OBJECT, ObjectsResource::get)
                .guardingItself()
                .summary("Gives an object's bytes, or a range of them")
                .query(Versions.PARAMETER, "string", "a version instead of the current one")
                .readingPast()
                .header("Range", "one range: bytes=0-99, bytes=100-, bytes=-50")
                .header("If-Range", "the range only of this tag or date, else all")
                .header("If-Match", "only one of these tags")
                .header("If-None-Match", "304 for one of these tags")
                .header("If-Modified-Since", "304 where it is not newer")
                .header("If-Unmodified-Since", "only where it is not newer")
                .answers(200, "the object", Content.bytes("*/*"))
                .answers(206, "the range", Content.bytes("*/*"))
                .answersNothing(304)
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY,
                        ErrorCode.NO_SUCH_VERSION,
                        ErrorCode.PRECONDITION_FAILED,
                        ErrorCode.BYTES_RELEASED,
                        ErrorCode.INVALID_RANGE);
    }

    private static HttpResponse get(ApiCall asked) {
        ApiCall call = Versions.guarded(asked, Action.READ_OBJECT);
        return ObjectRead.answer(call, Versions.request(call));
    }

    private static Endpoint delete() {
        return Endpoint.of(
                        "DELETE",
                        PATH,
                        "deleteObject",
                        Action.DELETE_OBJECT,
                        ObjectsResource::delete)
                .summary("Deletes an object, or one version of it; what is not there is deleted")
                .query(Versions.PARAMETER, "string", "deletes this version for good")
                .query("bypass", "boolean", "past governance retention, for who may")
                .header("If-Match", "only one of these tags, or any for *")
                .header("If-Unmodified-Since", "only where it is not newer")
                .answersNothing(204)
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.PRECONDITION_FAILED,
                        ErrorCode.OBJECT_LOCKED);
    }

    private static HttpResponse delete(ApiCall call) {
        boolean bypass = call.flag("bypass");
        if (bypass) {
            call.allowed(
                    Action.BYPASS_GOVERNANCE, call.path(ApiCall.BUCKET), call.path(ApiCall.KEY));
        }
        Preconditions asked = Conditions.ofChange(call.request().headers());
        DeleteTarget target = new DeleteTarget(call.objectKey(), Versions.named(call), asked);
        Outcome<Deleted> outcome =
                call.store().deleteAll(call.bucketName(), List.of(target), bypass).getFirst();
        HttpResponse answer = HttpResponse.of(204);
        if (isGone(outcome) && asked.ifMatch().isEmpty()) {
            return answer;
        }
        Conditional.require(outcome, asked)
                .marker()
                .ifPresent(marker ->
                        answer.header(ObjectHeaders.DELETE_MARKER, "true")
                                .header(ObjectHeaders.VERSION, marker.toString()));
        return answer;
    }

    static boolean isGone(Outcome<Deleted> outcome) {
        return outcome instanceof Outcome.Refused<Deleted>(Refusal refusal)
                && refusal.reason() == Reason.NO_SUCH_KEY;
    }
}
