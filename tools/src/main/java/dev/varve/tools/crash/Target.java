package dev.varve.tools.crash;

import dev.varve.log.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// One key, which one thread alone writes.
record Target(Bin bin, String name) implements Comparable<Target> {
    /// Of each thread, on each side.
    static final int KEYS = 8;

    private static final Comparator<Target> ORDER =
            Comparator.comparing(Target::bin).thenComparing(Target::name);

    /// A key of a thread. Each has two sides, so that all keys of one can move to the other.
    static Target of(Bin bin, int thread, int side, int number) {
        return side(bin, thread, side).child(number);
    }

    /// The prefix of a thread's keys on one side.
    static Target side(Bin bin, int thread, int side) {
        return new Target(bin, "%02d%s/".formatted(thread, side == 0 ? "" : "m"));
    }

    private Target child(int number) {
        return new Target(bin, name + "%02d".formatted(number));
    }

    /// The keys that have this one as their prefix.
    List<Target> below() {
        return IntStream.range(0, KEYS).mapToObj(this::child).toList();
    }

    /// The key of another side with the same number.
    Target on(Target side) {
        return new Target(side.bin, side.name + name.substring(name.length() - 2));
    }

    boolean isBelow(Target side) {
        return bin == side.bin && name.startsWith(side.name);
    }

    ObjectKey key() {
        return ObjectKey.of(name);
    }

    @Override
    public int compareTo(Target other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return bin + "/" + name;
    }
}
