package dev.varve.server.consumers;

import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The journal that is followed, and how far everybody may see.
///
/// @param published the newest event whose effects every read of the view shows
public record Followed(
        Journal journal, Supplier<Position> published, InstantSource clock, Retention retention) {

    /// How many published events there are after this one.
    public long after(Position position) {
        return Math.max(0, published.get().value() - position.value());
    }

    /// Whether one that is done with the events up to here fell back too far.
    public boolean isBeyondRetention(Position position) {
        return after(position) > 0
                && (journal.oldest().isAfter(position.next())
                        || isTooOld(position.next())
                        || isTooMuch(position.next()));
    }

    private boolean isTooOld(Position next) {
        Duration age = retention.age();
        if (age.isZero()) {
            return false;
        }
        try (JournalCursor cursor = journal.read(next)) {
            Recorded oldest = cursor.next();
            Instant limit = clock.instant().minus(age);
            return oldest != null && oldest.envelope().wall().isBefore(limit);
        }
    }

    private boolean isTooMuch(Position next) {
        return retention.bytes() > 0
                && journal.segments().stream()
                                .filter(segment -> !next.isAfter(segment.last()))
                                .mapToLong(Journal.Segment::bytes)
                                .sum()
                        > retention.bytes();
    }
}
