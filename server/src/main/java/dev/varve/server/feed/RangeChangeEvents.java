package dev.varve.server.feed;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.ObjectPut;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.RangeChange;
import dev.varve.projections.objects.Version;
import java.util.Arrays;
import java.util.Optional;

/// What an event about ranges did to one key, as an event of that key alone would have said it.
final class RangeChangeEvents {
    private RangeChangeEvents() {}

    /// Empty where it is not known any more.
    static Optional<Event> of(Recorded recorded, RangeChange change) {
        BucketId bucket = change.place().bucket();
        ObjectKey key = change.place().key();
        if (change.after().isEmpty()) {
            return isRemoval(recorded.event(), bucket, key)
                    ? Optional.of(new ObjectDeleted(bucket, key))
                    : Optional.empty();
        }
        Version after = change.after().get();
        return Optional.of(
                switch (after.kind()) {
                    case OBJECT -> new ObjectPut(bucket, key, after.nullVersion(), after.object());
                    case DELETE_MARKER -> new DeleteMarkerPlaced(bucket, key, after.nullVersion());
                    case TOMBSTONE -> new ObjectDeleted(bucket, key);
                });
    }

    /// Whether all that the event can have done to a key is to remove it.
    private static boolean isRemoval(Event event, BucketId bucket, ObjectKey key) {
        return switch (event) {
            case PrefixDeleted _ -> true;
            case PrefixMoved moved ->
                    moved.bucket().equals(bucket) && isBelow(key, moved.prefix().toArray());
            default -> false; // may have done this or that
        };
    }

    private static boolean isBelow(ObjectKey key, byte[] prefix) {
        byte[] utf8 = key.utf8();
        return utf8.length >= prefix.length
                && Arrays.equals(utf8, 0, prefix.length, prefix, 0, prefix.length);
    }
}
