package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an event about ranges did to one key: its current version just before the event, and the one
/// that the event made. Both may be objects, delete markers or tombstones.
///
/// @param before empty when the key had no version, or it was purged since
/// @param after empty when it was purged since
public record RangeChange(Place place, Optional<Version> before, Optional<Version> after) {

    /// Where a change is among those of its event, and where to go on after it.
    ///
    /// @param ordinal how many changes of the event are before it, as far as these are still known:
    ///     those of an event go by key, then by bucket
    public record Place(long ordinal, BucketId bucket, ObjectKey key) {}

    /// Some changes of one event.
    ///
    /// @param complete whether history goes back to before the event in every bucket of it, so that no
    ///     change can be missing. If not, keys of which everything was purged are left out, and the
    ///     ordinals of later ones are lower than they were.
    /// @param next what to go on after; null at the end
    public record Page(List<RangeChange> changes, boolean complete, @Nullable Place next) {
        public Page {
            changes = List.copyOf(changes);
        }
    }
}
