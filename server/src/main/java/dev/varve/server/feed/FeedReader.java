package dev.varve.server.feed;

import dev.varve.log.Event.BucketCreated;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One reader's way through the changes, all of them, in order. For one thread. It holds the change it is
/// at and no other: who is slow reads later what the journal keeps anyhow.
public final class FeedReader implements AutoCloseable {
    private final Feed feed;
    private final JournalCursor cursor;
    private final Place from;
    private Place reached;
    private Position published = Position.NONE;
    private @Nullable Changes current;

    FeedReader(Feed feed, JournalCursor cursor, Place from) {
        this.feed = feed;
        this.cursor = cursor;
        this.from = from;
        this.reached = from;
    }

    /// The next change, or null when there is none for now.
    public @Nullable Change next() {
        while (true) {
            if (current == null && !open()) {
                return null;
            }
            Change change = current == null ? null : current.next();
            if (change != null && change.event() instanceof BucketCreated created) {
                feed.saw(created);
            }
            if (change == null) {
                reached = Place.behind(cursor.position().isNone() ? Position.NONE : before());
                current = null;
            } else if (change.place().isAfter(from)) {
                reached = change.reached();
                return change;
            }
        }
    }

    private Position before() {
        return new Position(cursor.position().value() - 1);
    }

    private boolean open() {
        Position next = cursor.position();
        if (next.isAfter(published)) {
            published = feed.published();
            if (next.isAfter(published)) {
                return false;
            }
        }
        Recorded recorded = feed.tail().next(cursor);
        if (recorded == null) {
            return false;
        }
        boolean begun = recorded.position().equals(from.position()) && !from.isWhole();
        current = new Changes(recorded, begun ? from.ordinal() : 0, feed.bulk());
        return true;
    }

    /// All up to here was given.
    public Place reached() {
        return reached;
    }

    /// Waits for more; false when the time is over.
    public boolean await(Duration atMost) throws InterruptedException {
        return feed.await(before(), atMost);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
