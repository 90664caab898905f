package dev.varve.server.feed;

import dev.varve.log.Position;
import java.util.Comparator;

/// A change in the order of all changes: the event, and which of its changes. As a place that somebody
/// reached, all up to it is done.
///
/// @param ordinal from 0; [#WHOLE] stands behind the last change of the event
public record Place(Position position, long ordinal) implements Comparable<Place> {
    public static final long WHOLE = Long.MAX_VALUE;

    /// Before everything.
    public static final Place START = new Place(Position.NONE, WHOLE);

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::position).thenComparingLong(Place::ordinal);
    private static final int LONGEST = 40;

    public Place {
        if (ordinal < 0) {
            throw new IllegalArgumentException("changes count from 0, not " + ordinal);
        }
    }

    /// Behind all changes of an event.
    public static Place behind(Position position) {
        return new Place(position, WHOLE);
    }

    public boolean isWhole() {
        return ordinal == WHOLE;
    }

    /// The first event that is not wholly behind this place.
    public Position next() {
        return isWhole() ? position.next() : position;
    }

    public boolean isAfter(Place other) {
        return compareTo(other) > 0;
    }

    /// @throws IllegalArgumentException for what is neither `POSITION` nor `POSITION.ORDINAL`
    public static Place parse(String text) {
        if (text.length() > LONGEST || !text.matches("-1|\\d{1,19}(\\.\\d{1,18})?")) {
            throw new IllegalArgumentException("not a place: POSITION or POSITION.ORDINAL");
        }
        int dot = text.indexOf('.');
        return dot < 0
                ? behind(new Position(Long.parseLong(text)))
                : new Place(
                        new Position(Long.parseLong(text.substring(0, dot))),
                        Long.parseLong(text.substring(dot + 1)));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return isWhole() ? position.toString() : position + "." + ordinal;
    }
}
