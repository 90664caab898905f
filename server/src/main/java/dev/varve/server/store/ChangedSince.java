package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Event.Range;
import dev.varve.log.Journal;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which keys of ranges changed since something was prepared.
@FunctionalInterface
interface ChangedSince {
    /// Empty when that cannot be said: it is too long ago, too many did, or a whole range.
    Optional<Map<BucketId, Set<ObjectKey>>> in(List<Range> ranges);

    static ChangedSince lately(Lately lately, Position after) {
        return ranges -> lately.changed(ranges, after);
    }

    /// By the journal, up to a position.
    static ChangedSince journal(Journal journal, Position after, Position last) {
        return ranges -> ChangedKeys.read(journal, after, last, ranges).found();
    }
}
