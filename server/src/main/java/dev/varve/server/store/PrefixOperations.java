package dev.varve.server.store;

import dev.varve.log.Provenance;
import dev.varve.server.store.Refusal.Reason;

/// Deletes and moves of prefixes: prepared here, decided on the writer.
final class PrefixOperations {
    private final Core core;

    PrefixOperations(Core core) {
        this.core = core;
    }

    Outcome<RangeResult> delete(PrefixDelete delete, Provenance provenance) {
        if (delete.prefix().isEmpty() && !delete.everything()) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT,
                    "an empty prefix is every key of the bucket: say so to delete them all");
        }
        return RangeRequest.prefix(delete.prefix())
                .map(prefix -> new RangeRequest.Delete(delete.bucket(), prefix))
                .then(request -> run(request, delete.dryRun(), provenance));
    }

    Outcome<RangeResult> move(PrefixMove move, Provenance provenance) {
        return RangeRequest.prefix(move.prefix())
                .then(prefix ->
                        RangeRequest.prefix(move.toPrefix())
                                .map(toPrefix ->
                                        new RangeRequest.Move(
                                                move.bucket(), prefix, move.to(), toPrefix)))
                .then(request -> run(request, move.dryRun(), provenance));
    }

    private Outcome<RangeResult> run(RangeRequest request, boolean dryRun, Provenance provenance) {
        if (!core.mayUse(request.bucket())) {
            return new Outcome.Refused<>(Rules.noBucket(request.bucket()));
        }
        return PreparedRange.of(request, core)
                .then(prepared -> new PreparedDecision(core, provenance).run(prepared, dryRun));
    }
}
