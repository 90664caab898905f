package dev.varve.server.api.objects;

import dev.varve.projections.objects.Bucket;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.objects.CopyResource.CopyFrom;
import dev.varve.server.api.objects.CopyResource.CopyTo;
import dev.varve.server.api.objects.CopyResource.Copying;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.TransactionRequest.Move;
import dev.varve.server.store.TransactionResult;
import dev.varve.server.store.TransactionResult.Wrote;
import dev.varve.server.store.Written;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/move`: one object at another key, or all below a prefix, by reference and as one
/// event: nobody sees old and new keys, or neither.
public final class MoveResource implements Resource {
    /// @param key of one object, or else the prefix of many
    public record MoveFrom(
            @Nullable String key,
            @Nullable String prefix,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {}

    /// @param bucket null for the one of the source
    /// @param key of one object, or else what comes in the prefix's place
    public record MoveTo(
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String prefix,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {}

    /// @param metadata null to keep the source's, and so the tags; only of one object
    /// @param dryRun only tells what a move of a prefix would do
    public record Moving(
            @Nullable MoveFrom from,
            @Nullable MoveTo to,
            @Nullable ContentMetadata metadata,
            @Nullable Map<String, String> tags,
            LockResource.@Nullable Lock lock,
            boolean dryRun) {
        private boolean isOfPrefix() {
            return from != null && to != null && from.prefix != null && to.prefix != null;
        }

        /// What is said of one object, which many have no place for.
        private boolean saysMore() {
            return from == null
                    || to == null
                    || from.key != null
                    || to.key != null
                    || from.ifMatch != null
                    || from.ifNoneMatch != null
                    || to.ifMatch != null
                    || to.ifNoneMatch != null
                    || metadata != null
                    || tags != null
                    || lock != null;
        }

        private Copying ofOne() {
            if (from == null || to == null || from.prefix != null || to.prefix != null || dryRun) {
                throw new Failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "'from' and 'to' must have a key each, or a prefix each.");
            }
            return new Copying(
                    new CopyFrom(from.key, null, from.ifMatch, from.ifNoneMatch),
                    new CopyTo(to.bucket, to.key, to.ifMatch, to.ifNoneMatch),
                    metadata,
                    tags,
                    lock);
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/buckets/{bucket}/move",
                                "moveObjects",
                                Action.DELETE_OBJECT,
                                MoveResource::move)
                        .guardingItself()
                        .about(
                                Concerning.anywhereInBody(
                                        Moving.class, ApiCall.MAX_JSON, MoveResource::concern))
                        .summary("Moves an object, or all below a prefix, at once")
                        .takesJson(Moving.class)
                        .answersJson(200, PrefixResult.class)
                        .answersJson(201, ObjectView.class)
                        .refuses(CopyResource.errors())
                        .refuses(ErrorCode.OBJECT_LOCKED));
    }

    /// Keys that go and keys that come are decided at once.
    private static Concern concern(String bucket, Moving asked) {
        MoveFrom from = asked.from();
        MoveTo to = asked.to();
        if (from == null || to == null) {
            return Concern.HERE;
        }
        String target = to.bucket() == null ? bucket : to.bucket();
        return asked.isOfPrefix()
                ? new Concern.Together(
                        List.of(
                                new Concern.OfRange(bucket, text(from.prefix())),
                                new Concern.OfRange(target, text(to.prefix()))))
                : new Concern.Together(
                        List.of(
                                Concern.ofKey(bucket, text(from.key())),
                                CopyResource.concern(
                                        bucket, from.key(), target, to.key(), asked.metadata())));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private static HttpResponse move(ApiCall call) {
        Moving asked = call.json(Moving.class);
        return asked.isOfPrefix() ? movePrefix(call, asked) : moveOne(call, asked.ofOne());
    }

    private static HttpResponse moveOne(ApiCall call, Copying asked) {
        CopyResource.Allowed allowed =
                CopyResource.allowed(call, call.path(ApiCall.BUCKET), asked, true);
        Outcome<TransactionResult> outcome =
                allowed.call()
                        .store()
                        .transaction(TransactionRequest.of(new Move(allowed.request())));
        return CopyResource.answer(
                allowed.call(), allowed.request(), outcome.map(MoveResource::written));
    }

    private static Written written(TransactionResult result) {
        if (result.effects().getFirst() instanceof Wrote(Written written)) {
            return written;
        }
        throw new IllegalStateException("a move writes, but: " + result);
    }

    private static HttpResponse movePrefix(ApiCall call, Moving asked) {
        MoveFrom from = asked.from();
        MoveTo to = asked.to();
        String prefix = from == null ? null : from.prefix();
        String toPrefix = to == null ? null : to.prefix();
        if (to == null || prefix == null || toPrefix == null || asked.saysMore()) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "A move of a prefix has 'from.prefix', 'to.prefix' and 'to.bucket' only.");
        }
        String name = call.path(ApiCall.BUCKET);
        Bucket origin = call.allowed(Action.READ_OBJECT, name, prefix);
        call.allowed(Action.DELETE_OBJECT, name, prefix);
        Bucket target =
                call.allowed(
                        Action.WRITE_OBJECT, to.bucket() == null ? name : to.bucket(), toPrefix);
        PrefixMove move =
                new PrefixMove(origin.name(), prefix, target.name(), toPrefix, asked.dryRun());
        return ApiCall.answer(
                200,
                PrefixResult.of(
                        ApiRefusals.require(
                                call.holding(origin).holding(target).store().movePrefix(move))));
    }
}
