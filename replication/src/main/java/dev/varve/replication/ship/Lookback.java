package dev.varve.replication.ship;

import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.RecordView;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks from some place of a journal back for the last record of a kind: in windows that get larger,
/// since journals are read forwards only.
final class Lookback {
    private static final long FIRST_WINDOW = 256;
    private static final long LARGEST_WINDOW = 64 << 10;

    private Lookback() {}

    /// The last one at or before a position, as far as the journal reaches back; empty for none.
    static Optional<RecordView> last(
            Journal journal, Position atMost, Predicate<RecordView> wanted) {
        try {
            return search(journal, atMost, wanted);
        } catch (StoreException.Trimmed e) {
            return Optional.empty(); // it went while it was read
        }
    }

    private static Optional<RecordView> search(
            Journal journal, Position atMost, Predicate<RecordView> wanted) {
        long end = Math.min(atMost.value(), journal.durable().value()) + 1;
        long window = FIRST_WINDOW;
        while (end > journal.oldest().value()) {
            long begin = Math.max(journal.oldest().value(), end - window);
            RecordView found = within(journal, begin, end, wanted);
            if (found != null) {
                return Optional.of(found);
            }
            end = begin;
            window = Math.min(window * 4, LARGEST_WINDOW);
        }
        return Optional.empty();
    }

    private static @Nullable RecordView within(
            Journal journal, long begin, long end, Predicate<RecordView> wanted) {
        RecordView found = null;
        try (JournalCursor cursor = journal.read(new Position(begin))) {
            while (cursor.position().value() < end) {
                RecordView record = Records.next(cursor);
                if (record == null) {
                    break;
                }
                if (wanted.test(record)) {
                    found = record;
                }
            }
        }
        return found;
    }
}
