package dev.varve.log;

/// Dense sequence number of an event in its journal: 0, 1, 2, … [#NONE] stands before the first.
public record Position(long value) implements Comparable<Position> {
    public static final Position NONE = new Position(-1);
    public static final Position FIRST = new Position(0);

    public Position {
        if (value < -1) {
            throw new IllegalArgumentException("a position is -1 (none) or more, not " + value);
        }
    }

    public Position next() {
        return new Position(value + 1);
    }

    public boolean isNone() {
        return value < 0;
    }

    public boolean isAfter(Position other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
