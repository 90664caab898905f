package dev.varve.replication.follow;

import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The frame that is on its way into the journal while the next one is looked at, and what will be known
/// once it is there. At most one; for one thread.
final class Underway implements History {
    private final Import into;
    private @Nullable Entry entry;

    /// @param stored how many blobs came with it that were not here
    record Entry(VerifiedFrame frame, Blobs.Held held, long stored, Import.Running running) {
        /// Waits until it is known what became of it.
        Import.Outcome await() {
            try (held) {
                return running.await();
            }
        }
    }

    Underway(Import into) {
        this.into = into;
    }

    boolean isEmpty() {
        return entry == null;
    }

    /// Takes the place of the one before, which is answered.
    @Nullable Entry replace(@Nullable Entry next) {
        Entry before = entry;
        entry = next;
        return before;
    }

    /// Forgets it, whatever becomes of it.
    void forget() {
        Entry before = replace(null);
        if (before != null) {
            before.held().close();
        }
    }

    @Override
    public Known known(Origin origin) {
        Entry on = entry;
        return on != null && on.frame().origin().equals(origin)
                ? on.frame().after()
                : into.known(origin);
    }

    @Override
    public Optional<Origin> newest(NodeId node) {
        Optional<Origin> known = into.newest(node);
        Entry on = entry;
        if (on == null || !on.frame().origin().node().equals(node)) {
            return known;
        }
        Origin origin = on.frame().origin();
        return Optional.of(known.filter(it -> it.compareTo(origin) > 0).orElse(origin));
    }

    @Override
    public Optional<Hash256> chainAfter(Origin origin, Position position) {
        return into.chainAfter(origin, position);
    }
}
