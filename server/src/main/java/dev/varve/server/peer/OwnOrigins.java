package dev.varve.server.peer;

import dev.varve.log.Envelope;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.seal.Chain;
import dev.varve.replication.follow.Known;

/// What a node's own journal has of its incarnations.
final class OwnOrigins {
    private final Journal journal;

    OwnOrigins(Journal journal) {
        this.journal = journal;
    }

    boolean owns(Origin origin) {
        return origin.node().equals(journal.origin().node());
    }

    /// Of what this node itself made nothing is ever verified, so no chain is given.
    Known known(Origin origin) {
        Position end = origin.equals(journal.origin()) ? journal.durable() : end(origin);
        return new Known(origin, end, Chain.GENESIS, HybridTime.ZERO);
    }

    /// The last event of an incarnation, or of one before it where it made none. Incarnations follow
    /// one another, so it is found by halves.
    private Position end(Origin origin) {
        long low = journal.oldest().value();
        long high = journal.durable().value() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (incarnationAt(new Position(middle)) > origin.incarnation()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return new Position(low - 1);
    }

    private int incarnationAt(Position position) {
        try (JournalCursor cursor = journal.read(position)) {
            Recorded recorded = cursor.next();
            if (recorded == null) {
                throw new IllegalStateException("a durable event is not there: " + position);
            }
            Envelope envelope = recorded.envelope();
            return envelope.origin().incarnation();
        }
    }
}
