package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkEvent;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
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
            return startsWith(mine, prefix) || (range && startsWith(prefix, mine));
        }

        private static boolean startsWith(byte[] text, byte[] prefix) {
            return text.length >= prefix.length
                    && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
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
        switch (recorded.event()) {
            case ObjectEvent event -> add(position, event);
            case TransactionCommitted event ->
                    event.changes().forEach(change -> add(position, change));
            case PrefixDeleted event -> add(position, event.bucket(), event.prefix());
            case PrefixMoved event -> {
                add(position, event.bucket(), event.prefix());
                add(position, event.to(), event.toPrefix());
            }
            case LinkSpent event when event.change() != null -> add(position, event.change());
            case QuotaThresholdCrossed _, LinkEvent _, AccessEvent _ -> {}
            case BucketEvent event -> add(position, event.bucket(), Bytes.EMPTY);
            // What was hidden before, settled, or is of uploads changes no object that can be seen.
            case LayerSettled _,
                    Event.VersionsPurged _,
                    Event.UploadEvent _,
                    Event.JournalEvent _ -> {}
        }
    }

    private void add(Position position, ObjectEvent event) {
        add(new Change(position, event.bucket(), Bytes.of(event.key().utf8()), false));
    }

    private void add(Position position, BucketId bucket, Bytes prefix) {
        add(new Change(position, bucket, prefix, true));
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

    /// The keys with a prefix that changed after a position; empty when that cannot be said, since it
    /// is too long ago or a whole range changed.
    Optional<Set<ObjectKey>> changed(BucketId bucket, Bytes prefix, Position after) {
        if (from.isAfter(after)) {
            return Optional.empty();
        }
        byte[] wanted = prefix.toArray();
        Set<ObjectKey> keys = new HashSet<>();
        for (Change change : changes) {
            if (change.position.isAfter(after)
                    && change.bucket.equals(bucket)
                    && change.isIn(wanted)) {
                if (change.range) {
                    return Optional.empty();
                }
                keys.add(ObjectKey.ofUtf8(change.name.toArray()));
            }
        }
        return Optional.of(keys);
    }
}
