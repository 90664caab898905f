package dev.varve.server.store;

import dev.varve.log.Provenance;
import dev.varve.server.store.Refusal.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Deletes and moves of prefixes: prepared here, decided on the writer, prepared again where the
/// range changed too much meanwhile.
final class PrefixOperations {
    private static final int ATTEMPTS = 8;
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
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome<Optional<RangeResult>> outcome = attempt(request, dryRun, provenance);
            if (!(outcome instanceof Outcome.Done<Optional<RangeResult>>(var result))) {
                return outcome.map(Optional::get);
            }
            if (result.isPresent()) {
                return Outcome.done(result.get());
            }
        }
        return Outcome.refused(
                Reason.CONFLICT, "the range changes faster than it can be counted; try again");
    }

    private Outcome<Optional<RangeResult>> attempt(
            RangeRequest request, boolean dryRun, Provenance provenance) {
        return PreparedRange.of(request, core)
                .then(prepared -> {
                    if (dryRun) {
                        try (prepared) {
                            return Outcome.done(Optional.of(prepared.result()));
                        }
                    }
                    // The writer reads the snapshot, so it stays until the answer, awaited or not.
                    CompletableFuture<Outcome<Optional<RangeResult>>> answer =
                            core.submit(new RangeCommands.Apply(prepared), provenance)
                                    .whenComplete((outcome, failure) -> prepared.close());
                    return core.sequencer().await(answer);
                });
    }
}
