package dev.varve.log;

import java.util.HexFormat;

/// A node's random 64-bit identity, kept for the life of its data directory.
public record NodeId(long value) implements Comparable<NodeId> {
    @Override
    public int compareTo(NodeId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
