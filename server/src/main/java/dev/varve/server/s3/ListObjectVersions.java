package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString;
import dev.varve.server.s3.Owners.Owner;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lists objects and delete markers, newest first in each key.
///
/// `NextVersionIdMarker` is the version's own id even where clients know the version as `null`: the
/// next page is found though the version was deleted meanwhile, as clients do that empty a bucket.
final class ListObjectVersions implements Operation {
    private static final String VERSION_MARKER = "version-id-marker";
    private final Owners owners;

    ListObjectVersions(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        QueryString query = call.request().query();
        ListParameters asked = ListParameters.of(query, "max-keys");
        VersionPage page =
                Refusals.require(
                        call,
                        call.store()
                                .listings()
                                .versions(call.bucketName(), asked.listing(), marker(call, query)));
        ListingDocument document =
                new ListingDocument("ListVersionsResult", asked)
                        .text("Name", call.bucket())
                        .name("KeyMarker", query.get("key-marker", ""))
                        .text("VersionIdMarker", query.get(VERSION_MARKER, ""));
        next(document, page.next());
        document.page("MaxKeys", page.next() != null);
        Owner owner = owners.ofBucket(call);
        page.versions().forEach(version -> document.version(version, owner));
        return document.commonPrefixes(page.commonPrefixes()).response();
    }

    private static void next(ListingDocument document, @Nullable VersionMarker next) {
        if (next == null) {
            return;
        }
        document.name("NextKeyMarker", new String(next.key().toArray(), StandardCharsets.UTF_8));
        VersionId version = next.version();
        if (version != null) {
            document.text("NextVersionIdMarker", version.toString());
        }
    }

    private static @Nullable VersionMarker marker(Call call, QueryString query) {
        String key = query.get("key-marker", "");
        String version = query.get(VERSION_MARKER, "");
        if (key.isEmpty() && !version.isEmpty()) {
            throw ListParameters.invalid(
                    VERSION_MARKER,
                    version,
                    "A version-id marker cannot be specified without a key marker.");
        }
        if (key.isEmpty()) {
            return null;
        }
        VersionId id = version.isEmpty() ? null : versionId(call, key, version);
        return new VersionMarker(Bytes.utf8(key), id);
    }

    private static VersionId versionId(Call call, String key, String text) {
        try {
            VersionRef ref = VersionRef.parse(text);
            VersionId id = ref.id();
            return id != null ? id : nullVersion(call, ObjectKey.of(key));
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    private static VersionId nullVersion(Call call, ObjectKey key) {
        ReadRequest request = ReadRequest.of(call.bucketName(), key).version(VersionRef.NULL);
        return switch (call.store().head(request)) {
            case Outcome.Done<Version>(Version version) -> version.id();
            case Outcome.Refused<Version> _ -> throw invalid(VersionRef.NULL.toString());
        };
    }

    private static Failed invalid(String text) {
        return ListParameters.invalid(VERSION_MARKER, text, "Invalid version id specified");
    }
}
