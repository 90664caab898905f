package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.Range;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The newest changes, those of the batch that is being decided among them: for decisions that were
/// prepared on an earlier state, and need to know what became of it. For the writer alone.
final class Lately {
    /// What is remembered in a stretch of a few seconds, however busy it is.
    private static final int CAPACITY = 8192;

    private final int capacity;
    private final Deque<Change> changes = new ArrayDeque<>();

    /// All changes after this one are remembered.
    private Position from;

    /// @param range whether `name` is a prefix of changed keys, or else the one key
    private record Change(Position position, BucketId bucket, Bytes name, boolean range) {
        boolean isIn(byte[] prefix) {
            byte[] mine = name.toArray();
            return Bytes.startsWith(mine, prefix) || (range && Bytes.startsWith(prefix, mine));
        }
    }

    Lately(Position from) {
        this(from, CAPACITY);
    }

    Lately(Position from, int capacity) {
        this.from = from;
        this.capacity = capacity;
    }

    void add(Recorded recorded) {
        Position position = recorded.position();
        Changes.of(
                recorded.event(),
                new Changes() {
                    @Override
                    public void key(BucketId bucket, ObjectKey key) {
                        add(new Change(position, bucket, Bytes.of(key.utf8()), false));
                    }

                    @Override
                    public void range(BucketId bucket, Bytes prefix) {
                        add(new Change(position, bucket, prefix, true));
                    }
                });
    }

    private void add(Change change) {
        changes.add(change);
        while (changes.size() > capacity) {
            from = changes.remove().position;
        }
    }

    /// These events are not going to be.
    void forgetAfter(Position last) {
        while (!changes.isEmpty() && changes.getLast().position.isAfter(last)) {
            changes.removeLast();
        }
    }

    /// The keys of ranges of different buckets that changed after a position; empty when that cannot be
    /// said, since it is too long ago or a whole range changed.
    Optional<Map<BucketId, Set<ObjectKey>>> changed(List<Range> ranges, Position after) {
        if (from.isAfter(after)) {
            return Optional.empty();
        }
        Map<BucketId, byte[]> prefixes = new HashMap<>();
        ranges.forEach(range -> prefixes.put(range.bucket(), range.prefix().toArray()));
        Map<BucketId, Set<ObjectKey>> keys = new HashMap<>();
        for (Change change : changes) {
            byte[] prefix = prefixes.get(change.bucket);
            if (prefix != null && change.position.isAfter(after) && change.isIn(prefix)) {
                if (change.range) {
                    return Optional.empty();
                }
                keys.computeIfAbsent(change.bucket, _ -> new HashSet<>())
                        .add(ObjectKey.ofUtf8(change.name.toArray()));
            }
        }
        return Optional.of(keys);
    }
}
