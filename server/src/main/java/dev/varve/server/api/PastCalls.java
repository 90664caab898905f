package dev.varve.server.api;

import dev.varve.server.api.Endpoint.Past;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PastBucket;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.surface.PastName;
import dev.varve.server.surface.PastRequest;
import java.util.Optional;

/// Calls that are about the past, by the name of the bucket in their path or a moment beside it.
final class PastCalls {
    private PastCalls() {}

    /// The call with a store that shows the bucket as it was, where that is what it is about.
    ///
    /// @throws Failed where nothing of the endpoint is, or there was no such bucket
    static ApiCall of(Endpoint endpoint, ApiCall call) {
        String bucket = call.path().getOrDefault(ApiCall.BUCKET, "");
        Optional<PastRequest> asked = PastRequest.of(call.store(), bucket, call.request());
        if (asked.isEmpty()) {
            return call;
        }
        PastRequest past = asked.get();
        boolean fits =
                endpoint.past() == Past.READ || (endpoint.past() == Past.COPY_FROM && past.named());
        if (!fits) {
            throw call.principal().isAnonymous() && past.named()
                    ? new Failed(ErrorCode.ACCESS_DENIED, "Access Denied")
                    : past.refused(bucket);
        }
        call.requireKey();
        String key = call.path().getOrDefault(ApiCall.KEY, "");
        return call.viewing(call.bucketName(), found(call, endpoint.action(), past.name(), key));
    }

    /// What a name stands for. Only who might read it learns that it stands for nothing.
    static PastBucket found(ApiCall call, Action action, PastName name, String key) {
        Outcome<PastBucket> found = name.in(call.store().buckets());
        if (found instanceof Outcome.Refused<PastBucket>(Refusal refusal)
                && refusal.reason() == Reason.NO_SUCH_BUCKET) {
            Access.require(
                    call.principal(),
                    action,
                    new Access.Resource(name.bucketName(call.bucketName()), key, Optional.empty())
                            .asItWas());
        }
        return ApiRefusals.require(found);
    }
}
