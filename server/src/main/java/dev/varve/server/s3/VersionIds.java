package dev.varve.server.s3;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.VersionId;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.store.VersionRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ids of versions, as clients name them and are told of them.
final class VersionIds {
    static final String HEADER = "x-amz-version-id";

    private VersionIds() {}

    /// The version that the query names, null for the current one.
    static @Nullable VersionRef named(Call call) {
        Optional<String> text = call.request().query().first("versionId");
        return text.isEmpty() ? null : parse(text.get());
    }

    static VersionRef parse(String text) {
        try {
            return VersionRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "Invalid version id specified")
                    .detail("ArgumentName", "versionId")
                    .detail("ArgumentValue", text);
        }
    }

    /// Tells of a version of the call's bucket: in one that never had versioning, nothing.
    static void answer(Call call, Headers headers, VersionId id, boolean nullVersion) {
        if (!nullVersion) {
            headers.set(HEADER, id.toString());
        } else if (isVersioned(call)) {
            headers.set(HEADER, VersionRef.NULL.toString());
        }
    }

    private static boolean isVersioned(Call call) {
        return call.store()
                .buckets()
                .find(call.bucketName())
                .filter(bucket -> bucket.settings().versioning() != Versioning.OFF)
                .isPresent();
    }
}
