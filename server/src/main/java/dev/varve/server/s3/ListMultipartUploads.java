package dev.varve.server.s3;

import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString;
import dev.varve.server.s3.Owners.Owner;
import org.jspecify.annotations.Nullable;

/// Lists open uploads, the oldest first in each key.
final class ListMultipartUploads implements Operation {
    private static final String UPLOAD_MARKER = "upload-id-marker";
    private final Owners owners;

    ListMultipartUploads(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        QueryString query = call.request().query();
        ListParameters asked = ListParameters.of(query, "max-uploads");
        UploadPage page =
                Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .list(
                                        call.bucketName(),
                                        asked.prefix(),
                                        asked.delimiter(),
                                        marker(query),
                                        asked.max()));
        ListingDocument document =
                new ListingDocument("ListMultipartUploadsResult", asked)
                        .text("Bucket", call.bucket())
                        .name("KeyMarker", query.get("key-marker", ""))
                        .text("UploadIdMarker", query.get(UPLOAD_MARKER, ""));
        next(document, page.next());
        document.page("MaxUploads", page.next() != null);
        Owner owner = owners.ofBucket(call);
        page.uploads().forEach(upload -> document.upload(upload, owners.of(upload.owner()), owner));
        return document.commonPrefixes(page.commonPrefixes()).response();
    }

    private static void next(ListingDocument document, @Nullable UploadMarker next) {
        if (next == null) {
            return;
        }
        document.name("NextKeyMarker", next.key().toString());
        UploadId upload = next.upload();
        if (upload != null) {
            document.text("NextUploadIdMarker", upload.toString());
        }
    }

    /// S3 ignores an upload marker without a key marker.
    private static @Nullable UploadMarker marker(QueryString query) {
        String key = query.get("key-marker", "");
        if (key.isEmpty()) {
            return null;
        }
        String upload = query.get(UPLOAD_MARKER, "");
        return new UploadMarker(key(key), upload.isEmpty() ? null : upload(upload));
    }

    private static ObjectKey key(String text) {
        try {
            return ObjectKey.of(text);
        } catch (IllegalArgumentException e) {
            throw ListParameters.invalid("key-marker", text, "Invalid key marker");
        }
    }

    private static UploadId upload(String text) {
        try {
            return UploadId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ListParameters.invalid(UPLOAD_MARKER, text, "Invalid uploadId marker");
        }
    }
}
