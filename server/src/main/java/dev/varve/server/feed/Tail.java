package dev.varve.server.feed;

import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.RecordView;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Events that were read last, so that those who follow the end of the journal together have each decoded
/// once. It keeps small ones only, up to [#EVENTS] of them; who is further behind decodes for itself.
final class Tail {
    static final int EVENTS = 1024;

    /// Bytes of a record that is kept.
    static final int LARGEST = 4 << 10;

    private final AtomicReferenceArray<@Nullable Recorded> slots =
            new AtomicReferenceArray<>(EVENTS);

    /// What [JournalCursor#next()] gives.
    @Nullable Recorded next(JournalCursor cursor) {
        Position at = cursor.position();
        byte @Nullable [] record = cursor.nextRecord();
        if (record == null) {
            return null;
        }
        int slot = (int) (at.value() % EVENTS);
        Recorded known = slots.get(slot);
        if (known != null && known.position().equals(at)) {
            return known;
        }
        Recorded decoded = decode(at, record);
        if (record.length <= LARGEST) {
            slots.set(slot, decoded);
        }
        return decoded;
    }

    private static Recorded decode(Position at, byte[] record) {
        try {
            return RecordView.at(record, 0).recorded();
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("journal", at.value(), "not an event: " + e, e);
        }
    }
}
