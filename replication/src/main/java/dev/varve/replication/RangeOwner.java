package dev.varve.replication;

import java.util.List;

/// Who decides changes of all objects whose keys begin alike, such as the deletion of a prefix.
public sealed interface RangeOwner {
    /// This member, for every one of them.
    record One(Member member) implements RangeOwner {}

    /// Nobody in particular: whichever writer is asked.
    record None() implements RangeOwner {}

    /// More than one: no member alone can decide it.
    ///
    /// @param members who own some of it
    /// @param rest whether some of it belongs to nobody in particular
    record Split(List<Member> members, boolean rest) implements RangeOwner {
        public Split {
            members = List.copyOf(members);
        }
    }
}
