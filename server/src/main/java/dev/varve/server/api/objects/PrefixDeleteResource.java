package dev.varve.server.api.objects;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.PrefixDelete;
import java.util.List;

/// DELETE of `/v1/buckets/{bucket}/objects`: all objects below a prefix, as one event.
public final class PrefixDeleteResource implements Resource {
    private static final String PREFIX = "prefix";

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "DELETE",
                                "/v1/buckets/{bucket}/objects",
                                "deletePrefix",
                                Action.DELETE_OBJECT,
                                PrefixDeleteResource::delete)
                        .guardingItself()
                        .about((request, path) ->
                                new Concern.OfRange(
                                        path.getOrDefault(ApiCall.BUCKET, ""),
                                        request.query().get(PREFIX, "")))
                        .summary("Deletes all objects whose keys begin so, at once")
                        .query(PREFIX, "string", "what their keys begin with")
                        .query("everything", "boolean", "must be true where there is no prefix")
                        .query("dry_run", "boolean", "only tells what it would do")
                        .answersJson(200, PrefixResult.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.OBJECT_LOCKED,
                                ErrorCode.OPERATION_ABORTED));
    }

    private static HttpResponse delete(ApiCall asked) {
        String prefix = asked.query(PREFIX).orElse("");
        ApiCall call = asked.allowing(Action.DELETE_OBJECT, prefix);
        PrefixDelete delete =
                new PrefixDelete(
                        call.bucketName(), prefix, call.flag("everything"), call.flag("dry_run"));
        return ApiCall.answer(
                200, PrefixResult.of(ApiRefusals.require(call.store().deletePrefix(delete))));
    }
}
