package dev.varve.server.api.objects;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.ListQuery;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Cursor;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/objects`: which objects there are, and how many.
public final class ListingResource implements Resource {
    static final int MOST = 1000;
    static final int OTHERWISE = 100;

    /// Keys that one count looks at, in pages of [ListQuery#MAX_LIMIT].
    static final int COUNTED = 100_000;

    private final int counted;

    public ListingResource() {
        this(COUNTED);
    }

    /// @param counted keys that one count looks at
    ListingResource(int counted) {
        this.counted = counted;
    }

    /// @param sha256 only with `metadata`, where it is known
    /// @param metadata only where it was asked for, as are the tags
    public record Listed(
            String key,
            String version,
            long size,
            String etag,
            @Nullable String sha256,
            @Nullable String xxh3,
            Instant modified,
            @Nullable ContentMetadata metadata,
            @Nullable Map<String, String> tags) {
        private static Listed of(ListedObject object, @Nullable ObjectState state) {
            Attributes attributes = state == null ? null : state.attributes();
            return new Listed(
                    object.key().toString(),
                    object.id().toString(),
                    object.size(),
                    object.etag().value(),
                    state == null ? null : Digests.sha256(state).map(Bytes::toString).orElse(null),
                    Digests.xxh3(object.checksums()).map(Bytes::toString).orElse(null),
                    object.modified(),
                    attributes == null ? null : ContentMetadata.of(attributes.metadata()),
                    attributes == null ? null : attributes.tags());
        }
    }

    /// A page of objects, or how many there are.
    ///
    /// @param prefixes what keys with the delimiter have up to it; each stands for all its keys
    /// @param count of objects, up to where `next` goes on
    /// @param prefixCount of common prefixes, likewise
    /// @param next the cursor of the next page, where there is one
    public record ObjectList(
            @Nullable List<Listed> objects,
            @Nullable List<String> prefixes,
            @Nullable Long count,
            @Nullable Long bytes,
            @Nullable Long prefixCount,
            @Nullable String next) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "GET",
                                "/v1/buckets/{bucket}/objects",
                                "listObjects",
                                Action.LIST,
                                this::list)
                        .summary("Lists objects by key, or counts them")
                        .query("prefix", "string", "only keys that begin so")
                        .query("delimiter", "string", "groups keys that have it behind the prefix")
                        .query("limit", "integer", "0 to 1000 entries, 100 if not said")
                        .query("cursor", "string", "where the page before ended")
                        .query("start_after", "string", "only keys behind this one, or a cursor's")
                        .query("count", "boolean", "only how many, and their bytes")
                        .readingPast()
                        .query("metadata", "boolean", "with metadata, tags and sha256 of each")
                        .answersJson(200, ObjectList.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.NO_SUCH_BUCKET));
    }

    private HttpResponse list(ApiCall call) {
        Listing listing = listing(call);
        if (call.flag("count")) {
            if (call.query("limit").isPresent()) {
                throw new Failed(ErrorCode.INVALID_ARGUMENT, "A count has no 'limit'.");
            }
            return ApiCall.answer(200, count(call, listing));
        }
        int limit = call.number("limit", 0, MOST, OTHERWISE);
        boolean metadata = call.flag("metadata");
        if (metadata) {
            call.allowed(
                    Versions.INSPECT, call.path(ApiCall.BUCKET), call.query("prefix").orElse(""));
        }
        ListPage page = page(call, listing.limit(limit));
        List<Listed> objects =
                page.objects().stream()
                        .map(each -> Listed.of(each, metadata ? state(call, each) : null))
                        .toList();
        return ApiCall.answer(
                200,
                new ObjectList(
                        objects, page.commonPrefixes(), null, null, null, next(page, limit)));
    }

    static Listing listing(ApiCall call) {
        return Listing.ALL
                .prefix(call.query("prefix").orElse(""))
                .delimiter(call.query("delimiter").orElse(""))
                .after(
                        call.query("cursor")
                                .map(Cursor::parse)
                                .or(() -> call.query("start_after").map(Bytes::utf8))
                                .orElse(Bytes.EMPTY));
    }

    private static ListPage page(ApiCall call, Listing listing) {
        return ApiRefusals.require(call.store().listings().objects(call.bucketName(), listing));
    }

    /// Who asks for nothing gets nothing, and no place to go on from.
    private static @Nullable String next(ListPage page, int limit) {
        return Optional.ofNullable(page.next()).filter(_ -> limit > 0).map(Cursor::of).orElse(null);
    }

    /// Null for one that was replaced since the page was read.
    private static @Nullable ObjectState state(ApiCall call, ListedObject object) {
        BucketName bucket = call.bucketName();
        ReadRequest request =
                ReadRequest.of(bucket, object.key()).version(VersionRef.of(object.id()));
        return call.store().head(request) instanceof Outcome.Done<Version>(Version version)
                        && version.isObject()
                ? version.object()
                : null;
    }

    private ObjectList count(ApiCall call, Listing listing) {
        long count = 0;
        long bytes = 0;
        long prefixes = 0;
        int left = counted;
        Bytes next = listing.after();
        while (next != null && left > 0) {
            int limit = Math.min(left, ListQuery.MAX_LIMIT);
            ListPage page = page(call, listing.after(next).limit(limit));
            count += page.objects().size();
            bytes += page.objects().stream().mapToLong(ListedObject::size).sum();
            prefixes += page.commonPrefixes().size();
            left -= limit;
            next = page.next();
        }
        return new ObjectList(
                null, null, count, bytes, prefixes, next == null ? null : Cursor.of(next));
    }
}
