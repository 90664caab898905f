package dev.varve.server.api.objects;

import dev.varve.log.ETag;
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
import dev.varve.server.http.Share;
import dev.varve.server.store.Deleted;
import dev.varve.server.store.ObjectStore.DeleteTarget;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/delete`: up to 1,000 keys or versions, each on its own: some may fail while
/// others are gone. Of a request that several members do it deletes its share.
public final class BatchDeleteResource implements Resource {
    static final int MOST = 1000;

    /// A thousand keys of a thousand bytes, each written as JSON may.
    private static final int MAX_BODY = 8 << 20;

    private static final int GONE = 204;
    private static final int MIXED = 207;

    public record DeleteItem(
            @Nullable String key, @Nullable String version, @Nullable String ifMatch) {}

    private static final DeleteItem NOTHING = new DeleteItem(null, null, null);

    /// @param bypass past governance retention, for who may
    public record DeleteMany(@Nullable List<@Nullable DeleteItem> objects, boolean bypass) {}

    /// @param version that was asked for
    /// @param marker the delete marker that was made, or removed
    public record DeleteResult(
            String key,
            @Nullable String version,
            int status,
            @Nullable String marker,
            @Nullable ItemError error) {
        DeleteResult of(String ofKey, @Nullable String ofVersion) {
            return new DeleteResult(ofKey, ofVersion, status, marker, error);
        }
    }

    /// In the order of what was asked.
    public record DeleteResults(List<DeleteResult> results) {}

    /// One item and what it asks of the store, or why it cannot ask.
    private record Wanted(
            DeleteItem item, @Nullable DeleteTarget target, @Nullable Failed failed) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/buckets/{bucket}/delete",
                                "deleteObjects",
                                Action.DELETE_OBJECT,
                                BatchDeleteResource::delete)
                        .guardingItself()
                        .about(
                                Concerning.eachInBody(
                                        DeleteMany.class, MAX_BODY, BatchDeleteResource::concern))
                        .summary("DeleteMany up to 1000 objects or versions")
                        .takesJson(DeleteMany.class)
                        .answersJson(200, DeleteResults.class)
                        .answersJson(207, DeleteResults.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.ENTITY_TOO_LARGE));
    }

    private static Concern.Each concern(String bucket, DeleteMany asked) {
        List<DeleteItem> items = items(asked);
        return new Concern.Each(
                items.stream().map(item -> new Concern.OfKey(bucket, key(item))).toList(),
                new BatchDeleteShares(items));
    }

    private static List<DeleteItem> items(DeleteMany asked) {
        List<@Nullable DeleteItem> given = asked.objects() == null ? List.of() : asked.objects();
        return given.stream().map(item -> item == null ? NOTHING : item).toList();
    }

    private static HttpResponse delete(ApiCall call) {
        call.requireKey();
        DeleteMany asked = call.json(DeleteMany.class, MAX_BODY);
        List<DeleteItem> items = items(asked);
        if (items.isEmpty() || items.size() > MOST) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "'objects' must have 1 to " + MOST + " of them.");
        }
        Share share = call.request().share();
        List<Wanted> all =
                share.of(items).stream().map(item -> wanted(call, item, asked.bypass())).toList();
        Iterator<Outcome<Deleted>> outcomes = outcomes(call, all, asked.bypass()).iterator();
        List<DeleteResult> results = new ArrayList<>(all.size());
        for (Wanted each : all) {
            results.add(
                    each.target() == null
                            ? failed(each.item(), each.failed())
                            : result(each.item(), outcomes.next()));
        }
        return answer(share.isAll() ? results : BatchDeleteShares.bare(results));
    }

    static HttpResponse answer(List<DeleteResult> results) {
        boolean done = results.stream().allMatch(result -> result.error() == null);
        return ApiCall.answer(done ? 200 : MIXED, new DeleteResults(results));
    }

    private static Wanted wanted(ApiCall call, DeleteItem item, boolean bypass) {
        try {
            String key = CopyResource.key("key", item.key()).toString();
            String bucket = call.path(ApiCall.BUCKET);
            call.allowed(Action.DELETE_OBJECT, bucket, key);
            if (bypass) {
                call.allowed(Action.BYPASS_GOVERNANCE, bucket, key);
            }
            return new Wanted(item, target(item, key), null);
        } catch (Failed failed) {
            return new Wanted(item, null, failed);
        }
    }

    private static DeleteTarget target(DeleteItem item, String key) {
        @Nullable VersionRef version =
                item.version() == null ? null : Versions.parse(item.version());
        return new DeleteTarget(
                ApiCall.objectKey(key), version, Conditions.ofTags(item.ifMatch(), null));
    }

    private static List<Outcome<Deleted>> outcomes(ApiCall call, List<Wanted> all, boolean bypass) {
        List<DeleteTarget> targets = new ArrayList<>();
        for (Wanted each : all) {
            if (each.target() != null) {
                targets.add(each.target());
            }
        }
        if (targets.isEmpty()) {
            return List.of();
        }
        String key = targets.getFirst().key().toString();
        Bucket held = call.allowed(Action.DELETE_OBJECT, call.path(ApiCall.BUCKET), key);
        return call.holding(held).store().deleteAll(held.name(), targets, bypass);
    }

    private static DeleteResult result(DeleteItem item, Outcome<Deleted> outcome) {
        return switch (outcome) {
            case Outcome.Done<Deleted>(Deleted deleted) ->
                    new DeleteResult(
                            key(item),
                            item.version(),
                            GONE,
                            deleted.marker().map(VersionRef::toString).orElse(null),
                            null);
            case Outcome.Refused<Deleted>(Refusal refusal) ->
                    ObjectsResource.isGone(outcome)
                            ? missing(item)
                            : failed(item, ApiRefusals.failed(refusal));
        };
    }

    /// What is not there is deleted, but does not match.
    private static DeleteResult missing(DeleteItem item) {
        return Conditions.ofTags(item.ifMatch(), null).ifMatch().equals(List.<ETag>of())
                ? new DeleteResult(key(item), item.version(), GONE, null, null)
                : failed(
                        item,
                        new Failed(ErrorCode.PRECONDITION_FAILED, "There is no such object."));
    }

    static DeleteResult failed(DeleteItem item, @Nullable Failed failed) {
        Failed known = failed == null ? new Failed(ErrorCode.INTERNAL_ERROR, "It failed.") : failed;
        ItemError error = ItemError.of(known);
        return new DeleteResult(key(item), item.version(), error.status(), null, error);
    }

    static String key(DeleteItem item) {
        return item.key() == null ? "" : item.key();
    }
}
