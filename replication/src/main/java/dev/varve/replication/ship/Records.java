package dev.varve.replication.ship;

import dev.varve.log.Envelope;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.RecordView;
import org.jspecify.annotations.Nullable;

/// Records of a journal as they are kept.
final class Records {
    private Records() {}

    static @Nullable RecordView next(JournalCursor cursor) {
        byte[] bytes = cursor.nextRecord();
        return bytes == null ? null : RecordView.of(bytes, 0, bytes.length);
    }

    /// One that is durable.
    ///
    /// @throws StoreException.Trimmed when it went
    static RecordView at(Journal journal, Position position) {
        try (JournalCursor cursor = journal.read(position)) {
            RecordView record = next(cursor);
            if (record == null) {
                throw new StoreException.Failed(
                        "no event " + position + ", although it is durable");
            }
            return record;
        }
    }

    /// Whether it holds events of another origin.
    static boolean isImport(Envelope envelope) {
        return envelope.payloadType() == EventType.EVENTS_IMPORTED.number();
    }

    /// Whether it is news to others. What was taken over from others is not, and neither is the
    /// signature below it: if they were, each import would be followed by another one elsewhere.
    static boolean isNews(Envelope envelope) {
        return !isImport(envelope) && envelope.payloadType() != EventType.CHECKPOINT.number();
    }
}
