package dev.varve.server.webhooks;

import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads changes from a spot on, as far as reads of the view show them. For one thread.
final class Changes implements AutoCloseable {
    private final JournalCursor cursor;
    private final Expansion expansion;
    private final Supplier<Position> published;
    private @Nullable Recorded current;
    private List<Change> page = List.of();
    private int index;
    private @Nullable Spot more;
    private Spot next;

    Changes(JournalCursor cursor, Spot from, Expansion expansion, Supplier<Position> published) {
        this.cursor = cursor;
        this.expansion = expansion;
        this.published = published;
        this.next = from;
    }

    /// One step: the next change, or null where an event had none or nothing is there for now.
    @Nullable Change next() {
        if (index < page.size()) {
            return take();
        }
        Recorded recorded = current;
        if (recorded != null && more != null) {
            open(recorded, more);
            return index < page.size() ? take() : null;
        }
        return read() && index < page.size() ? take() : null;
    }

    private Change take() {
        Change change = page.get(index);
        index++;
        next =
                index < page.size()
                        ? page.get(index).at()
                        : more != null ? more : Spot.at(change.of().position().next());
        return change;
    }

    private boolean read() {
        if (cursor.position().isAfter(published.get())) {
            return false;
        }
        Recorded recorded = cursor.next();
        if (recorded == null) {
            return false;
        }
        open(
                recorded,
                recorded.position().equals(next.position()) ? next : Spot.at(recorded.position()));
        return true;
    }

    private void open(Recorded recorded, Spot from) {
        Expansion.Page opened = expansion.page(recorded, from);
        current = recorded;
        page = opened.changes();
        index = 0;
        more = opened.next();
        if (page.isEmpty()) {
            next = more == null ? Spot.at(recorded.position().next()) : more;
        }
    }

    /// Whether there is anything to be read now.
    boolean isBehind() {
        return index < page.size() || more != null || !cursor.position().isAfter(published.get());
    }

    /// What comes next.
    Spot spot() {
        return next;
    }

    boolean await(Duration atMost) throws InterruptedException {
        return cursor.await(atMost);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
