package dev.varve.server.s3;

import dev.varve.projections.objects.Version;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;

/// Changes of what is said of a version, in place.
final class Changes {
    private Changes() {}

    static HttpResponse apply(Call call, AttributeChange change, int status) {
        Outcome<Version> outcome =
                call.store()
                        .change(
                                call.bucketName(),
                                call.objectKey(),
                                VersionIds.named(call),
                                change);
        if (outcome instanceof Outcome.Refused<Version>(Refusal refusal)
                && (refusal.reason() == Reason.DELETE_MARKER
                        || refusal.reason() == Reason.NO_SUCH_KEY)) {
            OneVersion.require(call);
        }
        Version version = Refusals.require(call, outcome);
        HttpResponse answer = HttpResponse.of(status);
        VersionIds.answer(call, answer.headers(), version.id(), version.nullVersion());
        return answer;
    }
}
