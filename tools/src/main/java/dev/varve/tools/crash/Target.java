package dev.varve.tools.crash;

import dev.varve.log.ObjectKey;
import java.util.Comparator;

/// One key, which one thread alone writes.
record Target(Bin bin, String name) implements Comparable<Target> {
    private static final Comparator<Target> ORDER =
            Comparator.comparing(Target::bin).thenComparing(Target::name);

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
