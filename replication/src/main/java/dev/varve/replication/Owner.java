package dev.varve.replication;

/// Who decides changes of one object.
public sealed interface Owner {
    /// This member, and no other.
    record One(Member member) implements Owner {}

    /// Nobody in particular: whichever writer is asked.
    record None() implements Owner {}
}
