package dev.varve.log;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A state of the whole store: the newest position folded of each origin.
public record Cut(NavigableMap<Origin, Position> positions) {
    public static final Cut EMPTY = new Cut(new TreeMap<>());

    public Cut {
        positions = Collections.unmodifiableNavigableMap(new TreeMap<>(positions));
    }

    public static Cut of(Origin origin, Position position) {
        return new Cut(new TreeMap<>(Map.of(origin, position)));
    }

    /// The position reached in one origin's journal, [Position#NONE] when nothing was folded.
    public Position of(Origin origin) {
        return positions.getOrDefault(origin, Position.NONE);
    }

    /// The newest position of any incarnation of a node: a node's incarnations share one journal
    /// directory, in which positions go on.
    public Position of(NodeId node) {
        return positions.entrySet().stream()
                .filter(entry -> entry.getKey().node().equals(node))
                .map(Map.Entry::getValue)
                .max(Position::compareTo)
                .orElse(Position.NONE);
    }

    public Cut with(Origin origin, Position position) {
        TreeMap<Origin, Position> changed = new TreeMap<>(positions);
        changed.put(origin, position);
        return new Cut(changed);
    }
}
