package dev.varve.replication.ship;

import dev.varve.log.Journal;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;

/// Where a follower goes on in this journal, by what it has of it.
final class Starts {
    private Starts() {}

    /// @throws StoreException.Trimmed when events are missing between what it has and what is here
    static Start of(Journal journal, Request request) {
        Origin own = journal.origin();
        if (!request.origin().node().equals(own.node())) {
            return new Start.End(Message.Why.NOT_HERE);
        }
        if (request.after().isNone()) {
            return at(journal, Position.FIRST);
        }
        int known = request.origin().incarnation();
        boolean here = !request.after().isAfter(journal.durable());
        if (known > own.incarnation() || (!here && known == own.incarnation())) {
            return new Start.End(Message.Why.AHEAD);
        }
        if (!here) {
            return laterThan(known, journal, journal.durable());
        }
        if (journal.oldest().equals(request.after().next())) {
            return at(journal, journal.oldest()); // what it has went, and no more
        }
        int written = incarnation(journal, request.after());
        if (written == known) {
            return at(journal, request.after().next());
        }
        return written < known
                ? new Start.End(Message.Why.AHEAD)
                : laterThan(known, journal, request.after());
    }

    private static Start at(Journal journal, Position position) {
        if (journal.oldest().isAfter(position)) {
            throw new StoreException.Trimmed(position, journal.oldest());
        }
        return new Start.At(position);
    }

    /// The follower has events that this journal lost: it goes on where the incarnation after that
    /// one began. Incarnations never decrease, so that can be found by halves.
    private static Start laterThan(int incarnation, Journal journal, Position upTo) {
        long low = journal.oldest().value();
        long high = upTo.value() + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (incarnation(journal, new Position(middle)) > incarnation) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Position first = new Position(low);
        if (first.isAfter(journal.durable())) {
            return new Start.End(Message.Why.AHEAD); // this one has not begun
        }
        if (first.equals(journal.oldest()) && !first.equals(Position.FIRST)) {
            throw new StoreException.Trimmed(first, journal.oldest()); // it may have begun before
        }
        return at(journal, first);
    }

    private static int incarnation(Journal journal, Position position) {
        return Records.at(journal, position).envelope().origin().incarnation();
    }

    sealed interface Start {
        record At(Position position) implements Start {}

        record End(Message.Why why) implements Start {}
    }
}
