package dev.varve.projections.objects;

import java.time.LocalDate;

/// What a bucket, or all of them, held at the end of a day, and what was done on it. Days are those of
/// the events' hybrid time, in UTC, and so never go back.
///
/// @param puts versions that were made
/// @param deletes markers, tombstones, and versions that clients removed
public record UsageDay(LocalDate day, Usage usage, long puts, long deletes) {
    static final UsageDay NONE = new UsageDay(LocalDate.EPOCH, Usage.NONE, 0, 0);

    UsageDay plus(Usage more, long morePuts, long moreDeletes) {
        return new UsageDay(day, usage.plus(more), puts + morePuts, deletes + moreDeletes);
    }

    /// The same at the end of a later day on which nothing was done.
    UsageDay carriedTo(LocalDate later) {
        return new UsageDay(later, usage, 0, 0);
    }
}
