package dev.varve.server.feed;

import dev.varve.log.Position;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Status;
import dev.varve.server.consumers.Status.State;
import java.util.Map;
import java.util.Optional;

/// A named cursor among the consumers: it holds the journal for whoever reads by it, and does nothing.
record CursorConsumer(Cursors cursors, String cursor) implements Consumer {
    static final String PREFIX = "cursor.";

    @Override
    public String name() {
        return PREFIX + cursor;
    }

    @Override
    public String about() {
        return "the place of somebody who reads events from outside";
    }

    @Override
    public Status status() {
        NamedCursor now = cursors.get(cursor);
        Position done = new Position(now.place().next().value() - 1);
        return new Status(
                now.lapsed() ? State.LAPSED : State.RUNNING,
                done,
                cursors.after(done),
                now.acked(),
                null,
                0,
                now.lapsed() ? "it fell back too far" : "",
                Map.of());
    }

    @Override
    public void start() {}

    @Override
    public void pause() {
        throw notHere();
    }

    @Override
    public void resume() {
        throw notHere();
    }

    @Override
    public void replay(Position from) {
        if (!cursors.reaches(from)) {
            throw new ConsumerRefusal("the journal does not have event " + from);
        }
        cursors.reset(cursor, Place.behind(new Position(from.value() - 1)));
    }

    @Override
    public void runNow() {
        throw notHere();
    }

    private static ConsumerRefusal notHere() {
        return new ConsumerRefusal("it is read from outside, and does nothing here");
    }

    @Override
    public Optional<Position> needs() {
        NamedCursor now = cursors.get(cursor);
        return now.lapsed() ? Optional.empty() : Optional.of(now.place().next());
    }

    @Override
    public void forget() {}

    @Override
    public void end() {}

    @Override
    public void close() {}
}
