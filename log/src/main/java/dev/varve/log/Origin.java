package dev.varve.log;

import java.util.Comparator;

/// Whose journal an event belongs to. A new incarnation starts whenever a tail may have been cut or
/// a backup was restored, so that (origin, position) never names two different events.
public record Origin(NodeId node, int incarnation) implements Comparable<Origin> {
    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::node).thenComparingInt(Origin::incarnation);

    public Origin {
        if (incarnation < 1) {
            throw new IllegalArgumentException("incarnations count from 1, not " + incarnation);
        }
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return node + "." + incarnation;
    }
}
