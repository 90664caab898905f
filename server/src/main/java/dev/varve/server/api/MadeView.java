package dev.varve.server.api;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Written;
import dev.varve.server.surface.ETags;
import java.time.Instant;

/// An object that was just made.
record MadeView(String bucket, String key, String version, String etag, Instant modified) {
    static HttpResponse answer(BucketName bucket, ObjectKey key, Written written) {
        MadeView made =
                new MadeView(
                        bucket.value(),
                        key.toString(),
                        written.version().toString(),
                        written.etag().value(),
                        written.modified());
        return ApiCall.answer(201, made).header("etag", ETags.quoted(written.etag()));
    }
}
