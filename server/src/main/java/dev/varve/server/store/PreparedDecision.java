package dev.varve.server.store;

import dev.varve.log.Provenance;
import dev.varve.server.store.Refusal.Reason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Has the writer decide on what was prepared, and prepares it again where too much changed meanwhile.
final class PreparedDecision {
    private static final int ATTEMPTS = 8;
    private final Core core;
    private final Provenance provenance;

    PreparedDecision(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
    }

    /// Closes what was prepared.
    <R, P extends Prepared<R, P>> Outcome<R> run(P first, boolean dryRun) {
        if (dryRun) {
            try (first) {
                return Outcome.done(first.foreseen());
            }
        }
        P prepared = first;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Outcome<Optional<R>> outcome = ask(prepared);
            if (!(outcome instanceof Outcome.Done<Optional<R>>(var result))) {
                prepared.close();
                return outcome.map(Optional::orElseThrow);
            }
            if (result.isPresent()) {
                prepared.close();
                return Outcome.done(result.get());
            }
            switch (prepared.again(core)) {
                case Outcome.Refused<P>(Refusal refusal) -> {
                    return new Outcome.Refused<>(refusal);
                }
                case Outcome.Done<P>(P next) -> prepared = next;
            }
        }
        prepared.close();
        return Outcome.refused(
                Reason.CONFLICT, "the range changes faster than it can be counted; try again");
    }

    /// The writer reads the snapshot, so it stays until the answer, awaited or not.
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a snapshot to be closed
    private <R> Outcome<Optional<R>> ask(Prepared<R, ?> prepared) {
        CompletableFuture<Outcome<Optional<R>>> answer =
                core.submit(prepared.decision(), provenance);
        try {
            return core.sequencer().await(answer);
        } catch (RuntimeException e) { // whatever ends the wait, the writer may not be done
            answer.whenComplete((outcome, failure) -> prepared.close());
            throw e;
        }
    }
}
