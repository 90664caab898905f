package dev.varve.log;

import java.util.HexFormat;

/// A bucket's random identity; its name may be reused, its id never is. It prefixes every row.
public record BucketId(long value) implements Comparable<BucketId> {
    @Override
    public int compareTo(BucketId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(value);
    }
}
