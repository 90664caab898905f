package dev.varve.replication.ship;

import dev.varve.log.Envelope;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.codec.RecordView;

/// Knows the newest event of a journal that is news to others, for all followers at once. For any
/// number of threads.
final class News {
    private final Journal journal;
    private Promise promise = Promise.NONE;
    private Position seen = Position.NONE;

    News(Journal journal) {
        this.journal = journal;
    }

    /// True of the journal as far as it is durable now.
    synchronized Promise promise() {
        Position durable = journal.durable();
        if (seen.isNone() && !durable.isNone()) {
            promise = lookBack(durable);
            seen = durable;
        } else if (durable.isAfter(seen)) {
            readOn();
        }
        return promise;
    }

    /// The event after the newest one that was looked at: to be waited for.
    synchronized Position next() {
        return seen.next();
    }

    private Promise lookBack(Position durable) {
        HybridTime time = Records.at(journal, durable).envelope().time();
        Position last =
                Lookback.last(journal, durable, record -> Records.isNews(record.envelope()))
                        .map(RecordView::position)
                        .orElse(Position.NONE);
        return new Promise(time, last);
    }

    private void readOn() {
        try (JournalCursor cursor = journal.read(seen.next())) {
            for (RecordView record = Records.next(cursor);
                    record != null;
                    record = Records.next(cursor)) {
                Envelope envelope = record.envelope();
                seen = envelope.position();
                promise =
                        new Promise(
                                envelope.time(),
                                Records.isNews(envelope) ? seen : promise.position());
            }
        }
    }
}
