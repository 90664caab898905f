package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.Provenance;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.replication.Copies;
import dev.varve.server.cluster.Backfill;
import dev.varve.server.consumers.Chore;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Varve;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Brings bytes that this node is to keep and that no event to come tells of: those of the snapshot that
/// it began with, and those that another layout gives to it. It remembers for which choice of bytes it
/// last looked at all versions, and looks again when that is another one.
final class OwedBytes {
    private static final String NAME = "owed-bytes";
    private static final byte[] KEY = {1};
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final StateStore state;
    private final ClusterLayouts layouts;
    private final NodeId self;
    private final Backfill backfill;
    private final BooleanSupplier canAsk;
    private final boolean seeded;
    private Backfill.Figures last = new Backfill.Figures(0, 0, 0, 0, 0);
    private volatile boolean looked;

    /// @param canAsk whether there is any member that may have them
    OwedBytes(Varve varve, Backfill backfill, BooleanSupplier canAsk) {
        this.state = varve.consumers().state();
        this.layouts = varve.layouts(Provenance.SYSTEM);
        this.self = varve.journal().origin().node();
        this.backfill = backfill;
        this.canAsk = canAsk;
        this.seeded = varve.snapshots().seed().isPresent();
        this.looked = state.get(NAME, KEY) != null;
    }

    /// Whether the versions of the snapshot were looked at, if it began with one. What nobody had is noted,
    /// and tried again by itself.
    boolean hasSeed() {
        return !seeded || looked;
    }

    /// To be run from the start on: each event that comes later brings its bytes by itself.
    Chore chore() {
        if (!seeded && !looked) {
            remember(choice(layouts.current()));
        }
        return Chore.of(
                NAME,
                "brings the bytes that a new layout, or the snapshot it began with, gives to this node",
                LOOK,
                this::run);
    }

    private void run(Chore.Run run) {
        Optional<CurrentLayout> current = layouts.current();
        Bytes now = choice(current);
        byte[] before = state.get(NAME, KEY);
        if (before == null || !Bytes.of(before).equals(now)) {
            if (!canAsk.getAsBoolean() || !look(run)) {
                return;
            }
            remember(now);
        }
        tell(run, last);
        run.figure("epoch", current.map(it -> it.layout().epoch()).orElse(0L));
    }

    /// At all versions; false where it was stopped.
    private boolean look(Chore.Run run) {
        try {
            backfill.run(soFar -> {
                tell(run, soFar);
                if (!run.goesOn()) {
                    throw new Stopped();
                }
            });
            return true;
        } catch (Stopped e) {
            return false;
        }
    }

    private void remember(Bytes choice) {
        state.write(new StateBatch().put(NAME, KEY, choice.toArray()));
        looked = true;
    }

    /// What says which bytes this node keeps. Where that is all of them, it does not matter who the others
    /// are.
    private Bytes choice(Optional<CurrentLayout> current) {
        if (current.isEmpty() || current.get().copies().wantsAll(self)) {
            return Bytes.of(new byte[] {1});
        }
        return Bytes.of(sha256(Copies.choice(current.get().layout())));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void tell(Chore.Run run, Backfill.Figures soFar) {
        last = soFar;
        run.figure("versions", soFar.versions());
        run.figure("fetched", soFar.fetched());
        run.figure("bytes", soFar.bytes());
        run.figure("absent", soFar.absent());
    }

    /// Somebody paused it, or the store closes: the next run begins anew, and fetches nothing twice.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
