package dev.varve.server.api.objects;

import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.ETags;
import java.util.function.Function;

/// The version that a call is about, for what is said of it rather than its bytes.
final class Current {
    /// It can be replaced between looking at it and changing it.
    private static final int ATTEMPTS = 4;

    private Current() {}

    /// @throws Failed when there is none, or a delete marker
    static Version require(ApiCall call) {
        Version version = ApiRefusals.require(call.store().head(Versions.request(call)));
        if (!version.isObject()) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "A delete marker is there.")
                    .header(ObjectHeaders.DELETE_MARKER, "true")
                    .header(ObjectHeaders.VERSION, version.id().toString());
        }
        return version;
    }

    /// Changes what may change of it in place, by what it was.
    static Version change(ApiCall call, Function<Version, AttributeChange> change) {
        for (int attempt = 1; ; attempt++) {
            Version version = require(call);
            Outcome<Version> outcome =
                    call.store()
                            .change(
                                    call.bucketName(),
                                    call.objectKey(),
                                    VersionRef.of(version.id()),
                                    change.apply(version));
            boolean replaced =
                    outcome instanceof Outcome.Refused<Version>(Refusal refusal)
                            && refusal.reason() == Reason.NO_SUCH_VERSION;
            if (!replaced || attempt == ATTEMPTS) {
                return ApiRefusals.require(outcome);
            }
        }
    }

    /// The answer, which says what version it is about.
    static HttpResponse answer(Version version, Object form) {
        HttpResponse answer = ApiCall.answer(200, form);
        name(answer.headers(), version);
        return answer;
    }

    static void name(Headers headers, Version version) {
        headers.set("etag", ETags.quoted(version.object().etag()));
        headers.set(ObjectHeaders.VERSION, version.id().toString());
    }
}
