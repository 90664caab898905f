package dev.varve.server.feed;

import dev.varve.log.Position;
import dev.varve.server.consumers.Chore;
import dev.varve.server.consumers.Consumers;
import dev.varve.server.consumers.Followed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The named cursors: synced when they are moved, seen as consumers, and lapsed when they fall back
/// further than consumers may.
public final class Cursors {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final Consumers consumers;
    private final Followed followed;
    private final CursorRows rows;
    private final int most;
    private final Map<String, NamedCursor> all = new ConcurrentSkipListMap<>();

    /// What came of moving one.
    public enum Moved {
        DONE,
        /// It is further on already, and stays there.
        AHEAD,
        LAPSED
    }

    /// @param most of all users together
    public Cursors(Consumers consumers, int most) {
        this.consumers = consumers;
        this.followed = consumers.followed();
        this.rows = new CursorRows(consumers.state());
        this.most = most;
        for (NamedCursor cursor : rows.all()) {
            all.put(cursor.name(), cursor);
            consumers.add(new CursorConsumer(this, cursor.name()));
        }
        consumers.add(
                Chore.of(
                        "cursor-retention",
                        "lets cursors of event readers lapse that fell back too far",
                        LOOK_EVERY,
                        _ -> lapse()));
    }

    public Optional<NamedCursor> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    NamedCursor get(String name) {
        NamedCursor found = all.get(name);
        if (found == null) {
            throw new IllegalStateException("cursor '" + name + "' is gone");
        }
        return found;
    }

    /// By name.
    public List<NamedCursor> list() {
        return List.copyOf(all.values());
    }

    public boolean isFull() {
        return all.size() >= most;
    }

    public int most() {
        return most;
    }

    /// False where there is one of that name.
    public synchronized boolean add(NamedCursor cursor) {
        if (all.containsKey(cursor.name())) {
            return false;
        }
        rows.write(cursor);
        all.put(cursor.name(), cursor);
        consumers.add(new CursorConsumer(this, cursor.name()));
        return true;
    }

    public synchronized void remove(String name) {
        consumers.remove(CursorConsumer.PREFIX + name);
        if (all.remove(name) != null) {
            rows.delete(name);
        }
    }

    /// Forward only.
    public synchronized Moved ack(String name, Place place) {
        NamedCursor now = get(name);
        if (now.lapsed()) {
            return Moved.LAPSED;
        }
        if (now.place().isAfter(place)) {
            return Moved.AHEAD;
        }
        move(now, place);
        return Moved.DONE;
    }

    /// To wherever, and to life where it had lapsed.
    public synchronized void reset(String name, Place place) {
        move(get(name), place);
    }

    private void move(NamedCursor now, Place place) {
        NamedCursor moved = now.at(place, followed.clock().instant());
        rows.write(moved);
        all.put(moved.name(), moved);
    }

    /// Looks after those that fell back too far.
    synchronized void lapse() {
        for (NamedCursor cursor : list()) {
            Position done = new Position(cursor.place().next().value() - 1);
            if (!cursor.lapsed() && followed.isBeyondRetention(done)) {
                lapse(cursor);
            }
        }
    }

    synchronized void lapse(NamedCursor cursor) {
        NamedCursor lapsed = cursor.asLapsed();
        rows.write(lapsed);
        all.put(lapsed.name(), lapsed);
    }

    long after(Position done) {
        return followed.after(done);
    }

    boolean reaches(Position position) {
        return !position.isNone()
                && !followed.journal().oldest().isAfter(position)
                && !position.isAfter(followed.published().get().next());
    }
}
