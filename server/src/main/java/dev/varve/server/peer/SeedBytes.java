package dev.varve.server.peer;

import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.server.cluster.Backfill;
import dev.varve.server.consumers.Chore;
import dev.varve.server.store.Varve;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Brings, once, the bytes that the snapshot names with which this node began: no event of its journal
/// tells of them. A node that began with nothing has nothing to bring.
final class SeedBytes {
    private static final String NAME = "seed-bytes";
    private static final byte[] KEY = {1};
    private static final byte[] DONE = {1};
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final StateStore state;
    private final Backfill backfill;
    private final BooleanSupplier canAsk;
    private volatile boolean done;

    /// @param canAsk whether there is any member that may have them
    SeedBytes(Varve varve, Backfill backfill, BooleanSupplier canAsk) {
        this.state = varve.consumers().state();
        this.backfill = backfill;
        this.canAsk = canAsk;
        this.done = varve.snapshots().seed().isEmpty() || state.get(NAME, KEY) != null;
    }

    /// Whether all of it was looked at. What nobody had is noted, and tried again by itself.
    boolean isDone() {
        return done;
    }

    Chore chore() {
        return Chore.of(
                NAME,
                "brings the bytes that the snapshot names with which this node began",
                LOOK,
                this::run);
    }

    private void run(Chore.Run run) {
        if (done || !canAsk.getAsBoolean()) {
            return;
        }
        try {
            backfill.run(soFar -> tell(run, soFar));
        } catch (Stopped e) {
            return;
        }
        state.write(new StateBatch().put(NAME, KEY, DONE));
        done = true;
    }

    private static void tell(Chore.Run run, Backfill.Figures soFar) {
        run.figure("versions", soFar.versions());
        run.figure("fetched", soFar.fetched());
        run.figure("bytes", soFar.bytes());
        run.figure("absent", soFar.absent());
        if (!run.goesOn()) {
            throw new Stopped();
        }
    }

    /// Somebody paused it, or the store closes: the next run begins anew, and fetches nothing twice.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
