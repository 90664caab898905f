package dev.varve.server.feed;

import dev.varve.log.Recorded;
import dev.varve.projections.objects.RangeChange;
import org.jspecify.annotations.Nullable;

/// What an event about ranges of keys did to each of them, read from history when it is asked for.
@FunctionalInterface
public interface BulkChanges {
    /// @param after null for the first ones
    RangeChange.Page of(Recorded event, RangeChange.@Nullable Place after, int limit);
}
