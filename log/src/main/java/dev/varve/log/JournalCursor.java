package dev.varve.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One reader's place in a journal. For one thread at a time.
public interface JournalCursor extends AutoCloseable {
    /// The next durable event, or null when there is none for now.
    ///
    /// @throws StoreException.Corrupt when a durable event cannot be read
    /// @throws StoreException.Trimmed when it went meanwhile
    @Nullable Recorded next();

    /// The same event as [#next()] would give, as the journal keeps it: one record of `codec`, whose
    /// checksum was found right. For those who pass records on: no more than that is looked at.
    byte @Nullable [] nextRecord();

    /// Bytes of the record of the event that [#next()] gave last.
    int bytes();

    /// Position of the event that [#next()] gives next.
    Position position();

    /// Waits for a further event; false when the time is over or the journal is closed.
    boolean await(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
