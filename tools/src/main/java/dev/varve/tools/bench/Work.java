package dev.varve.tools.bench;

import java.util.List;
import java.util.function.Supplier;

/// One part of a load: what is asked, and by how many connections at a time.
///
/// @param items what one request is about, where its cost is told for each: keys of a listing
/// @param steps makes the step of each connection
record Work(String id, Kind kind, int items, List<Integer> connections, Supplier<Step> steps) {
    private static final List<Integer> ALL = List.of(1, 16, 64);

    /// How its cost is told.
    enum Kind {
        REQUESTS,
        BYTES
    }

    Work {
        connections = List.copyOf(connections);
    }

    static Work small(String id, Supplier<Step> steps) {
        return new Work(id, Kind.REQUESTS, 1, ALL, steps);
    }

    static Work large(String id, Supplier<Step> steps) {
        return new Work(id, Kind.BYTES, 1, ALL, steps);
    }

    Work of(int count) {
        return new Work(id, kind, count, connections, steps);
    }

    Work at(Integer... counts) {
        return new Work(id, kind, items, List.of(counts), steps);
    }
}
