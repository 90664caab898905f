package dev.varve.server.api.objects;

import dev.varve.log.VersionId;
import dev.varve.server.api.ApiCall;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import org.jspecify.annotations.Nullable;

/// Versions as clients name them: by their id, or as `null`, which S3 calls the one without.
final class Versions {
    static final String PARAMETER = "version";

    /// What it takes to see what is not current.
    static final Action HISTORY = Action.READ_VERSION;

    /// What it takes to see what is said of an object beside its headers.
    static final Action INSPECT = Action.INSPECT_OBJECT;

    private Versions() {}

    /// The one that the query names, null for the current one.
    static @Nullable VersionRef named(ApiCall call) {
        return call.query(PARAMETER).map(Versions::parse).orElse(null);
    }

    static VersionRef parse(String text) {
        try {
            return VersionRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'" + text + "' names no version.");
        }
    }

    static VersionId id(String text) {
        VersionId id = parse(text).id();
        if (id == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A version is named by its id here.");
        }
        return id;
    }

    static ReadRequest request(ApiCall call) {
        ReadRequest request = ReadRequest.of(call.bucketName(), call.objectKey());
        @Nullable VersionRef version = named(call);
        return version == null ? request : request.version(version);
    }

    /// The call of who may see what it is about.
    ///
    /// @param current what it takes where that is current
    static ApiCall guarded(ApiCall call, Action current) {
        boolean past = call.query(PARAMETER).isPresent();
        return call.allowing(past ? HISTORY : current, call.path(ApiCall.KEY));
    }
}
