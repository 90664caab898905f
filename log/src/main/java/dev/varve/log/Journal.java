package dev.varve.log;

import java.time.Duration;
import java.util.List;

/// The append-only sequence of events of one origin: the only truth of a store.
///
/// One writer at a time claims it and appends batches; any number of readers follow. Readers never
/// see an event before it is durable.
public interface Journal extends AutoCloseable {
    ClusterId cluster();

    Origin origin();

    /// The oldest position still held, `FIRST` unless something was truncated.
    Position oldest();

    /// The newest position on stable storage, [Position#NONE] when the journal is empty.
    Position durable();

    /// Takes the writing side. Appends [Event.Started] durably, so that what came before is proven
    /// readable before anything new is accepted.
    ///
    /// @throws StoreException.Locked when it is claimed already
    JournalWriter claim();

    /// Reads from a position on, as far as events are durable at each step.
    ///
    /// @throws StoreException.Trimmed when the position is older than [#oldest()]
    JournalCursor read(Position from);

    /// Waits until `position` is durable. False when the time is over or the journal is closed.
    boolean await(Position position, Duration atMost) throws InterruptedException;

    List<Segment> segments();

    /// Drops whole sealed segments that end before `position`, for good, and answers which. What is
    /// signed in them is kept, so that the chain can still be proven from there on.
    ///
    /// @throws StoreException.Failed unless the snapshot covers all before `position`; nothing went
    /// @throws StoreException.Corrupt when what would go is damaged; nothing went
    List<Segment> truncateBefore(Position position, Coverage snapshot);

    /// A snapshot that was read back: it holds what the events up to `position` made.
    record Coverage(String name, Position position) {
        /// @throws StoreException.Failed when events before `position` are not in it
        public void require(Position before) {
            if (before.isAfter(position.next())) {
                throw new StoreException.Failed(
                        "nothing before event %s is trimmed: the snapshot %s ends with event %s"
                                .formatted(before, name, position));
            }
        }
    }

    @Override
    void close();

    /// A contiguous run of the journal in one file; `sealed` once a later segment exists.
    record Segment(String name, Position first, Position last, long bytes, boolean sealed) {}
}
