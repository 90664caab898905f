package dev.varve.server.store;

import dev.varve.log.HybridTime;
import dev.varve.log.Provenance;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.RestoreRequest.Scope;
import java.util.Optional;

/// Restores of keys, ranges and everything: one event each, prepared as deletes of prefixes are.
final class Restores {
    private final Core core;
    private final Provenance provenance;

    Restores(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
    }

    Outcome<RestoreResult> restore(RestoreRequest request) {
        return request.asOf() instanceof AsOf.Now
                ? Outcome.refused(
                        Reason.INVALID_ARGUMENT, "a restore needs a time or position of the past")
                : core.time(request.asOf()).then(cut -> restore(request, cut));
    }

    private Outcome<RestoreResult> restore(RestoreRequest request, HybridTime cut) {
        return switch (request.scope()) {
            case Scope.Everything _ ->
                    RestorePlan.of(Optional.empty(), "", request.asOf(), cut)
                            .then(plan -> run(plan, request));
            case Scope.Keys keys when !core.mayUse(keys.bucket()) ->
                    new Outcome.Refused<>(Rules.noBucket(keys.bucket()));
            case Scope.Keys(var bucket, String prefix) ->
                    RestorePlan.of(Optional.of(bucket), prefix, request.asOf(), cut)
                            .then(plan -> run(plan, request));
            case Scope.OneObject one when !core.mayUse(one.bucket()) ->
                    new Outcome.Refused<>(Rules.noBucket(one.bucket()));
            case Scope.OneObject(var bucket, var key) -> {
                boolean byTime = request.asOf() instanceof AsOf.At;
                var command =
                        new RestoreCommands.One(bucket, key, cut, byTime, request.skipReleased());
                yield request.dryRun()
                        ? core.read(command::foresee)
                        : core.run(command, provenance);
            }
        };
    }

    private Outcome<RestoreResult> run(RestorePlan plan, RestoreRequest request) {
        return PreparedRestore.of(plan.skippingReleased(request.skipReleased()), core)
                .then(prepared ->
                        new PreparedDecision(core, provenance).run(prepared, request.dryRun()));
    }
}
