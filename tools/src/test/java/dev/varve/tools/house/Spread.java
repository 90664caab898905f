package dev.varve.tools.house;

import java.util.stream.IntStream;

/// How long the things of a kind are.
record Spread(int count, int median, int p90, int max) {
    static Spread of(IntStream lengths) {
        int[] sorted = lengths.sorted().toArray();
        return new Spread(sorted.length, rank(sorted, 0.5), rank(sorted, 0.9), rank(sorted, 1.0));
    }

    /// The smallest length that at least `share` of all do not exceed.
    private static int rank(int[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
