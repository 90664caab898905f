package dev.varve.server.s3;

import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.HttpDates;
import org.jspecify.annotations.Nullable;

/// The version that a call is about, for operations on what is said of it rather than its bytes.
final class OneVersion {
    private OneVersion() {}

    /// @throws Failed when there is none, or a delete marker
    static Version require(Call call) {
        @Nullable VersionRef named = VersionIds.named(call);
        ReadRequest request = ReadRequest.of(call.bucketName(), call.objectKey());
        Version version =
                Refusals.require(
                        call, call.store().head(named == null ? request : request.version(named)));
        if (!version.isObject()) {
            throw deleted(call, version, named != null);
        }
        return version;
    }

    /// A marker in the way is no such key; a marker asked for by name is there, but has nothing.
    static Failed deleted(Call call, Version marker, boolean named) {
        Failed failed =
                named
                        ? new Failed(
                                        ErrorCode.METHOD_NOT_ALLOWED,
                                        "The specified method is not allowed against this"
                                                + " resource.")
                                .header("allow", "DELETE")
                                .header("last-modified", HttpDates.text(marker.modified()))
                        : new Failed(ErrorCode.NO_SUCH_KEY, "The specified key does not exist.")
                                .detail("Key", call.key());
        failed.header("x-amz-delete-marker", "true");
        VersionIds.answer(call, failed.headers(), marker.id(), marker.nullVersion());
        return failed;
    }
}
