package dev.varve.server.feed;

import dev.varve.log.Recorded;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// All that happened at one position of this node's journal, in the order of the ordinals.
final class Changes {
    private final Iterator<Told> events;
    private final BulkChanges bulk;
    private @Nullable EventChanges current;
    private @Nullable Change ready;

    /// @param after ordinal of a change: some of those before it may be left out
    Changes(Recorded recorded, long after, BulkChanges bulk) {
        this.events = Told.of(recorded, after).iterator();
        this.bulk = bulk;
    }

    /// Null when there are no more.
    @Nullable Change next() {
        Change next = ready == null ? read() : ready;
        ready = null;
        if (next != null && next.last() && events.hasNext()) {
            ready = read();
            return next.last(ready == null);
        }
        return next;
    }

    private @Nullable Change read() {
        while (true) {
            Change change = current == null ? null : current.next();
            if (change != null) {
                return change;
            }
            if (!events.hasNext()) {
                return null;
            }
            current = new EventChanges(events.next(), bulk);
        }
    }
}
