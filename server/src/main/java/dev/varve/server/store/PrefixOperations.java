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
        return PreparedRange.of(request, core)
                .then(prepared -> {
                    if (dryRun) {
                        try (prepared) {
                            return Outcome.done(prepared.result());
                        }
                    }
                    return decide(prepared, provenance);
                });
    }

    private Outcome<RangeResult> decide(PreparedRange first, Provenance provenance) {
        PreparedRange prepared = first;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome<Optional<RangeResult>> outcome = ask(prepared, provenance);
            if (!(outcome instanceof Outcome.Done<Optional<RangeResult>>(var result))) {
                prepared.close();
                return outcome.map(Optional::orElseThrow);
            }
            if (result.isPresent()) {
                prepared.close();
                return Outcome.done(result.get());
            }
            switch (prepared.again(core)) {
                case Outcome.Refused<PreparedRange>(Refusal refusal) -> {
                    return new Outcome.Refused<>(refusal);
                }
                case Outcome.Done<PreparedRange>(PreparedRange next) -> prepared = next;
            }
        }
        prepared.close();
        return Outcome.refused(
                Reason.CONFLICT, "the range changes faster than it can be counted; try again");
    }

    /// The writer reads the snapshot, so it stays until the answer, awaited or not.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a snapshot to be closed
    private Outcome<Optional<RangeResult>> ask(PreparedRange prepared, Provenance provenance) {
        CompletableFuture<Outcome<Optional<RangeResult>>> answer =
                core.submit(new RangeCommands.Apply(prepared), provenance);
        try {
            return core.sequencer().await(answer);
        } catch (RuntimeException e) { // whatever ends the wait, the writer may not be done
            answer.whenComplete((outcome, failure) -> prepared.close());
            throw e;
        }
    }
}
