package dev.varve.server.api.objects;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
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
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.Written;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Versions of one key, hidden ones too, of all keys, and bringing one back.
public final class HistoryResource implements Resource {
    /// Versions that one answer looks at for those to show.
    private static final int LOOKED_AT = 10_000;

    private static final int PAGE = 1000;

    private static final String OF_KEY = "/v1/buckets/{bucket}/versions/{key...}";

    /// @param next the cursor of the next page, where there is one
    public record KeyHistory(List<VersionView> versions, @Nullable String next) {}

    /// @param prefixes what keys with the delimiter have up to it; each stands for all its keys
    public record VersionList(
            List<VersionView> versions, List<String> prefixes, @Nullable String next) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(ofKey(), ofBucket(), undelete());
    }

    private static Endpoint ofKey() {
        return Endpoint.of("GET", OF_KEY, "getVersions", Versions.HISTORY, HistoryResource::ofKey)
                .summary("Lists the versions of a key, the newest first")
                .readingPast()
                .query("hidden", "boolean", "superseded and deleted ones too, as long as kept")
                .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                .query("cursor", "string", "where the page before ended")
                .answersJson(200, KeyHistory.class)
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY);
    }

    private static HttpResponse ofKey(ApiCall call) {
        int limit = call.number("limit", 1, ListingResource.MOST, ListingResource.OTHERWISE);
        boolean hidden = call.flag("hidden");
        @Nullable VersionId after =
                call.query("cursor").map(Cursor::text).map(Versions::id).orElse(null);
        Found found = look(call, hidden, after, limit);
        if (found.versions().isEmpty() && found.next() == null && after == null) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "There is no version of this key.");
        }
        @Nullable VersionId latest = latest(call);
        VersionId next = found.next();
        return ApiCall.answer(
                200,
                new KeyHistory(
                        found.versions().stream()
                                .map(each -> VersionView.of(each, each.id().equals(latest)))
                                .toList(),
                        next == null ? null : Cursor.of(next.toString())));
    }

    /// @param next the last one looked at, where there may be more
    private record Found(List<Version> versions, @Nullable VersionId next) {}

    private static Found look(ApiCall call, boolean hidden, @Nullable VersionId from, int limit) {
        List<Version> shown = new ArrayList<>();
        @Nullable VersionId after = from;
        for (int looked = 0; looked < LOOKED_AT; looked += PAGE) {
            List<Version> page =
                    ApiRefusals.require(
                            call.store()
                                    .history()
                                    .of(call.bucketName(), call.objectKey(), after, PAGE));
            for (Version version : page) {
                if (shown.size() == limit) {
                    return new Found(shown, after);
                }
                if (hidden || isVisible(version)) {
                    shown.add(version);
                }
                after = version.id();
            }
            if (page.size() < PAGE) {
                return new Found(shown, null);
            }
        }
        return new Found(shown, after);
    }

    private static boolean isVisible(Version version) {
        return version.hiddenAt() == null && version.kind() != Version.Kind.TOMBSTONE;
    }

    private static @Nullable VersionId latest(ApiCall call) {
        ReadRequest request = ReadRequest.of(call.bucketName(), call.objectKey());
        return call.store().head(request) instanceof Outcome.Done<Version>(Version version)
                ? version.id()
                : null;
    }

    private static Endpoint ofBucket() {
        return Endpoint.of(
                        "GET",
                        "/v1/buckets/{bucket}/versions",
                        "listVersions",
                        Action.LIST,
                        HistoryResource::ofBucket)
                .summary("Lists versions and delete markers by key, the newest first in each")
                .query("prefix", "string", "only keys that begin so")
                .query("delimiter", "string", "groups keys that have it behind the prefix")
                .query("limit", "integer", "1 to 1000 entries, 100 if not said")
                .query("cursor", "string", "where the page before ended")
                .readingPast()
                .answersJson(200, VersionList.class)
                .refuses(ErrorCode.INVALID_ARGUMENT, ErrorCode.NO_SUCH_BUCKET);
    }

    private static HttpResponse ofBucket(ApiCall call) {
        int limit = call.number("limit", 1, ListingResource.MOST, ListingResource.OTHERWISE);
        @Nullable VersionMarker marker =
                call.query("cursor").map(HistoryResource::marker).orElse(null);
        VersionPage page =
                ApiRefusals.require(
                        call.store()
                                .listings()
                                .versions(
                                        call.bucketName(),
                                        ListingResource.listing(call)
                                                .after(Bytes.EMPTY)
                                                .limit(limit),
                                        marker));
        List<VersionView> versions =
                page.versions().stream()
                        .map(each -> VersionView.of(each.version(), each.latest()))
                        .toList();
        VersionMarker next = page.next();
        return ApiCall.answer(
                200,
                new VersionList(
                        versions, page.commonPrefixes(), next == null ? null : cursor(next)));
    }

    /// The version, which has no slash, then the key.
    private static String cursor(VersionMarker marker) {
        VersionId version = marker.version();
        byte[] id = Bytes.utf8((version == null ? "" : version) + "/").toArray();
        byte[] key = marker.key().toArray();
        byte[] both = new byte[id.length + key.length];
        System.arraycopy(id, 0, both, 0, id.length);
        System.arraycopy(key, 0, both, id.length, key.length);
        return Cursor.of(Bytes.of(both));
    }

    private static VersionMarker marker(String cursor) {
        String text = Cursor.text(cursor);
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "The cursor is not one that a list gave.");
        }
        return new VersionMarker(
                Bytes.utf8(text.substring(slash + 1)),
                slash == 0 ? null : Versions.id(text.substring(0, slash)));
    }

    private static Endpoint undelete() {
        return Endpoint.of(
                        "POST",
                        "/v1/buckets/{bucket}/undelete/{key...}",
                        "undeleteObject",
                        Action.WRITE_OBJECT,
                        HistoryResource::undelete)
                .summary("Makes a superseded or deleted version current again, as a new version")
                .query(Versions.PARAMETER, "string", "which; else the newest of a deleted key")
                .answersJson(201, ObjectView.class)
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY,
                        ErrorCode.NO_SUCH_VERSION,
                        ErrorCode.NOT_DELETED,
                        ErrorCode.BYTES_RELEASED,
                        ErrorCode.QUOTA_EXCEEDED,
                        ErrorCode.OUT_OF_SPACE);
    }

    private static HttpResponse undelete(ApiCall call) {
        BucketName bucket = call.bucketName();
        ObjectKey key = call.objectKey();
        @Nullable VersionId version = call.query(Versions.PARAMETER).map(Versions::id).orElse(null);
        Written written =
                ApiRefusals.require(call.store().history().undelete(bucket, key, version));
        return ObjectView.answer(201, bucket, key, written);
    }
}
