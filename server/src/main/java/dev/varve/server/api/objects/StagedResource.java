package dev.varve.server.api.objects;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Endpoint.Content;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Body;
import dev.varve.server.store.Staged;
import java.time.Instant;
import java.util.List;

/// `/v1/buckets/{bucket}/staged`: bodies that come ahead of the transaction that makes objects of them.
public final class StagedResource implements Resource {
    private static final String PATH = "/v1/buckets/{bucket}/staged";

    /// @param staged what a transaction names it by
    /// @param expires when it is gone, if no transaction took it
    public record StagedView(String staged, long size, String etag, Instant expires) {
        static StagedView of(Staged staged) {
            return new StagedView(
                    staged.id(), staged.size(), staged.etag().value(), staged.expires());
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("POST", PATH, "stage", Action.WRITE_OBJECT, StagedResource::stage)
                        .guardingItself()
                        .about((request, path) ->
                                new Concern.OfRange(
                                        path.getOrDefault(ApiCall.BUCKET, ""),
                                        request.query().get("prefix", "")))
                        .summary("Takes a body in, for a transaction to make an object of it")
                        .query("prefix", "string", "what the object's key begins with")
                        .header("Content-MD5", "verified; Base64")
                        .header("X-Content-SHA256", "verified; hex")
                        .header("X-Content-XXH3", "verified; hex")
                        .header("Repr-Digest", "verified; sha-256 as in RFC 9530")
                        .takes(Content.bytes("*/*"))
                        .answersJson(201, StagedView.class)
                        .refuses(
                                ErrorCode.INVALID_REQUEST,
                                ErrorCode.INVALID_DIGEST,
                                ErrorCode.BAD_DIGEST,
                                ErrorCode.INCOMPLETE_BODY,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.OUT_OF_SPACE),
                Endpoint.of(
                                "DELETE",
                                PATH + "/{staged}",
                                "unstage",
                                Action.WRITE_OBJECT,
                                StagedResource::unstage)
                        .guardingItself()
                        .about(Concerning.below(""))
                        .summary("Lets go of a staged body before it expires")
                        .answersNothing(204)
                        .refuses(ErrorCode.NO_SUCH_UPLOAD));
    }

    private static HttpResponse stage(ApiCall asked) {
        ApiCall call = asked.allowing(Action.WRITE_OBJECT, asked.query("prefix").orElse(""));
        SentBody sent = SentBody.of(call);
        Body body =
                new Body(
                        sent.body().bytes(),
                        sent.body().length(),
                        sent.body().declared(),
                        sent.kept());
        Staged staged = ApiRefusals.require(call.store().stage(call.bucketName(), body));
        return ApiCall.answer(201, StagedView.of(staged));
    }

    /// Who staged it may, whatever else they may do by now.
    private static HttpResponse unstage(ApiCall call) {
        if (!call.store().unstage(call.path("staged"))) {
            throw new Failed(ErrorCode.NO_SUCH_UPLOAD, "You have no staged body of this name.");
        }
        return HttpResponse.of(204);
    }
}
