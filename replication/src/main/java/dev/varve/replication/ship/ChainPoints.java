package dev.varve.replication.ship;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the chain before any event of a journal: from the nearest record before it that states one,
/// and those between. Checkpoints do, and the first record of each segment. Remembers where
/// shipments ended, since most begin there. For any number of threads.
final class ChainPoints {
    private static final int REMEMBERED = 256;

    private final Journal journal;
    private final Map<Position, Hash256> remembered = new LinkedHashMap<>();

    ChainPoints(Journal journal) {
        this.journal = journal;
    }

    /// What was found to be the chain before a position.
    synchronized void remember(Position position, Hash256 chain) {
        remembered.put(position, chain);
        if (remembered.size() > REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    private synchronized @Nullable Hash256 remembered(Position position) {
        return remembered.get(position);
    }

    /// @param position at most one after the durable one
    /// @throws StoreException.Trimmed when the journal no longer reaches back to it
    Hash256 before(Position position) {
        if (position.equals(Position.FIRST)) {
            return Chain.GENESIS;
        }
        Hash256 known = remembered(position);
        if (known != null) {
            return known;
        }
        RecordView anchor =
                Lookback.last(journal, position, record -> stated(record).isPresent())
                        .orElseThrow(() -> new StoreException.Trimmed(position, journal.oldest()));
        Hash256 chain = walk(anchor, position);
        remember(position, chain);
        return chain;
    }

    private Hash256 walk(RecordView anchor, Position to) {
        Chain hasher = new Chain();
        Hash256 chain = stated(anchor).orElseThrow();
        try (JournalCursor cursor = journal.read(anchor.position())) {
            while (to.isAfter(cursor.position())) {
                RecordView record = Records.next(cursor);
                if (record == null) {
                    throw new StoreException.Failed("no event " + cursor.position());
                }
                chain = hasher.next(chain, record.header());
            }
        }
        return chain;
    }

    /// The chain before a record, where the record itself tells.
    private static Optional<Hash256> stated(RecordView record) {
        if (record.position().equals(Position.FIRST)) {
            return Optional.of(Chain.GENESIS);
        }
        Envelope envelope = record.envelope();
        if (envelope.payloadType() == EventType.CHECKPOINT.number()
                && record.recorded().event() instanceof Event.Checkpoint checkpoint) {
            return Optional.of(checkpoint.root());
        }
        return Extensions.chainBefore(envelope);
    }
}
