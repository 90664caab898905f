package dev.varve.server.api.objects;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.server.api.ApiCall;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Percent;
import dev.varve.server.store.Written;
import dev.varve.server.surface.ETags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version, as answers to writes tell of it.
///
/// @param sha256 where it is known, see [Digests]
public record ObjectView(
        String bucket,
        String key,
        String version,
        long size,
        String etag,
        @Nullable String sha256,
        @Nullable String xxh3,
        Instant modified) {
    static ObjectView of(BucketName bucket, ObjectKey key, Written written) {
        ObjectState state = written.state();
        return new ObjectView(
                bucket.value(),
                key.toString(),
                written.version().toString(),
                state.size(),
                state.etag().value(),
                Digests.sha256(state).map(Bytes::toString).orElse(null),
                Digests.xxh3(state.checksums()).map(Bytes::toString).orElse(null),
                written.modified());
    }

    /// The answer to what made it.
    static HttpResponse answer(int status, BucketName bucket, ObjectKey key, Written written) {
        return ApiCall.answer(status, of(bucket, key, written))
                .header("etag", ETags.quoted(written.etag()))
                .header(ObjectHeaders.VERSION, written.version().toString())
                .header(
                        "location",
                        "/v1/buckets/" + bucket + "/objects/" + Percent.encodePath(key.toString()));
    }
}
