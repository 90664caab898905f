package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.Range;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Collects the keys of ranges that events change, each once however often it changes, so that a busy
/// neighbourhood does not count.
final class ChangedKeys implements Changes {
    /// On the heap, a hundred bytes or so each with its name.
    private static final int MOST = 100_000;

    private final List<Range> ranges;
    private final int most;
    private final Map<BucketId, Set<ObjectKey>> keys = new HashMap<>();
    private int found;
    private boolean lost;

    ChangedKeys(List<Range> ranges, int most) {
        this.ranges = ranges;
        this.most = most;
    }

    static ChangedKeys read(Journal journal, Position after, Position last, List<Range> ranges) {
        ChangedKeys changed = new ChangedKeys(ranges, MOST);
        try (JournalCursor cursor = journal.read(after.next())) {
            Recorded next = cursor.next();
            while (next != null && !next.position().isAfter(last) && !changed.lost) {
                Changes.of(next.event(), changed);
                next = cursor.next();
            }
        }
        return changed;
    }

    /// Empty when a range changed as a whole, or more keys than are collected.
    Optional<Map<BucketId, Set<ObjectKey>>> found() {
        return lost ? Optional.empty() : Optional.of(keys);
    }

    @Override
    public void key(BucketId bucket, ObjectKey key) {
        byte[] name = key.utf8();
        if (ranges.stream().anyMatch(range -> range.bucket().equals(bucket) && begins(name, range))
                && keys.computeIfAbsent(bucket, _ -> new HashSet<>()).add(key)) {
            found++;
            lost = lost || found > most;
        }
    }

    @Override
    public void range(BucketId bucket, Bytes prefix) {
        byte[] start = prefix.toArray();
        lost =
                lost
                        || ranges.stream()
                                .filter(range -> range.bucket().equals(bucket))
                                .anyMatch(range ->
                                        begins(start, range)
                                                || Bytes.startsWith(
                                                        range.prefix().toArray(), start));
    }

    private static boolean begins(byte[] name, Range range) {
        return Bytes.startsWith(name, range.prefix().toArray());
    }
}
