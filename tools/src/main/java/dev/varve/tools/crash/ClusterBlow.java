package dev.varve.tools.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One thing that befalls nodes of a cluster, or what lies between two.
///
/// @param node empty where it befalls all
/// @param other the second of a pair, or where a way leads; empty where there is none
record ClusterBlow(Kind kind, String node, String other) {
    enum Kind {
        /// With signal 9; it comes back after a while.
        KILLED(Of.NODE),
        ALL_KILLED(Of.ALL),
        /// As a long pause of its machine.
        FROZEN(Of.NODE),
        /// Its clock jumps.
        AHEAD(Of.NODE),
        BEHIND(Of.NODE),
        /// From all others.
        ISOLATED(Of.NODE),
        CUT(Of.PAIR),
        SLOW(Of.PAIR),
        LATE(Of.PAIR),
        TORN(Of.PAIR),
        /// One reaches the other, and not the other way round.
        ONE_WAY(Of.WAY),
        /// Nothing that the first says gets through.
        DEAF(Of.WAY),
        /// Nothing that it is answered does.
        DUMB(Of.WAY);

        private final Of of;

        Kind(Of of) {
            this.of = of;
        }
    }

    private enum Of {
        ALL,
        NODE,
        PAIR,
        WAY
    }

    /// From a node to another one.
    record Way(String from, String to) {}

    /// Every kind of blow to every node, every pair, and every way between two.
    static List<ClusterBlow> all(List<String> nodes) {
        List<ClusterBlow> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            switch (kind.of) {
                case ALL -> all.add(new ClusterBlow(kind, "", ""));
                case NODE -> nodes.forEach(node -> all.add(new ClusterBlow(kind, node, "")));
                case PAIR, WAY -> all.addAll(pairs(kind, nodes));
            }
        }
        return all;
    }

    private static List<ClusterBlow> pairs(Kind kind, List<String> nodes) {
        List<ClusterBlow> all = new ArrayList<>();
        for (String node : nodes) {
            nodes.stream()
                    .filter(other -> !other.equals(node))
                    .filter(other -> kind.of == Of.WAY || node.compareTo(other) < 0)
                    .forEach(other -> all.add(new ClusterBlow(kind, node, other)));
        }
        return all;
    }

    /// The nodes that must be up for it to be felt.
    boolean needs(String name) {
        return kind.of == Of.ALL
                || kind == Kind.ISOLATED
                || node.equals(name)
                || other.equals(name);
    }

    /// The ways whose weather it changes, of all those between these nodes.
    List<Way> ways(List<String> nodes) {
        List<Way> ways = new ArrayList<>();
        for (String from : nodes) {
            for (String to : nodes) {
                if (!from.equals(to) && changes(from, to)) {
                    ways.add(new Way(from, to));
                }
            }
        }
        return ways;
    }

    private boolean changes(String from, String to) {
        return switch (kind.of) {
            case ALL -> false;
            case NODE -> kind == Kind.ISOLATED && (node.equals(from) || node.equals(to));
            case WAY -> node.equals(from) && other.equals(to);
            case PAIR ->
                    (node.equals(from) && other.equals(to))
                            || (node.equals(to) && other.equals(from));
        };
    }

    @Override
    public String toString() {
        return (kind.name().toLowerCase(Locale.ROOT) + " " + node + " " + other).strip();
    }
}
