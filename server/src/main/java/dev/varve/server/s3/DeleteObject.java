package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Deleted;
import dev.varve.server.store.ObjectStore.DeleteTarget;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import java.util.List;
import java.util.Optional;

/// Deletes a key or one version of it. What is not there is deleted already.
final class DeleteObject implements Operation {
    private static final int NO_CONTENT = 204;

    @Override
    public HttpResponse handle(Call call) {
        DeleteTarget target =
                new DeleteTarget(
                        call.objectKey(),
                        VersionIds.named(call),
                        Conditions.ofDelete(call.request().headers()));
        boolean bypass = Locks.bypasses(call);
        Outcome<Deleted> outcome =
                call.store().deleteAll(call.bucketName(), List.of(target), bypass).getFirst();
        HttpResponse answer = HttpResponse.of(NO_CONTENT);
        if (isGone(outcome)) {
            return answer;
        }
        Deleted deleted = Refusals.require(call, outcome);
        if (deleted.marker().isPresent()) {
            answer.header("x-amz-delete-marker", "true");
        }
        version(deleted, target)
                .ifPresent(version -> answer.header(VersionIds.HEADER, version.toString()));
        return answer;
    }

    /// A condition on what does not exist fails nothing: a delete of it has nothing to do.
    static boolean isGone(Outcome<Deleted> outcome) {
        return outcome instanceof Outcome.Refused<Deleted>(Refusal refusal)
                && refusal.reason() == Reason.NO_SUCH_KEY;
    }

    /// The version that is gone, or the marker that was placed. One that was named is told even
    /// where there was none.
    static Optional<VersionRef> version(Deleted deleted, DeleteTarget target) {
        return Optional.ofNullable(target.version()).or(deleted::marker);
    }
}
