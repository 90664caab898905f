package dev.varve.server.store;

import org.jspecify.annotations.Nullable;

/// Which bytes of an object to read.
public sealed interface ByteRange {
    ByteRange ALL = new All();

    record All() implements ByteRange {}

    /// From `first` to `last` inclusive, to the end when `last` is null or beyond it.
    record FromTo(long first, @Nullable Long last) implements ByteRange {
        public FromTo {
            if (first < 0 || (last != null && last < first)) {
                throw new IllegalArgumentException("not a range: " + first + "-" + last);
            }
        }
    }

    /// The last `length` bytes, all of them when there are fewer.
    record Suffix(long length) implements ByteRange {}

    /// One part of a multipart object.
    record PartNumber(int number) implements ByteRange {}

    /// A range that fits an object. `partial` is false when all of it was asked for.
    record Resolved(long offset, long length, boolean partial) {}
}
