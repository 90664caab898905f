package dev.varve.tools.crash;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.ObjectPut;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a consumer must have made of the journal, worked out from the journal itself with a plain sorted
/// set of the keys that are there.
final class FeedModel {
    private final FeedEffect effect = new FeedEffect();
    private final TreeSet<ObjectKey> current = new TreeSet<>();
    private final Set<String> versions = new HashSet<>();
    private @Nullable BucketId bucket;
    private long bulk;

    static FeedModel of(Journal journal) {
        FeedModel model = new FeedModel();
        try (JournalCursor cursor = journal.read(Position.FIRST)) {
            for (Recorded each = cursor.next(); each != null; each = cursor.next()) {
                model.take(each);
            }
        }
        return model;
    }

    FeedEffect effect() {
        return effect;
    }

    Set<String> versions() {
        return versions;
    }

    /// Events that changed more than one key.
    long bulk() {
        return bulk;
    }

    private void take(Recorded recorded) {
        switch (recorded.event()) {
            case BucketCreated event when event.name().value().equals(FeedChild.BUCKET) ->
                    bucket = event.bucket();
            case ObjectEvent event -> takeAll(recorded, List.of(event));
            case TransactionCommitted event -> takeAll(recorded, event.changes());
            case PrefixDeleted event -> takeAll(recorded, deletes(event));
            default -> {} // changes no key that anybody sees
        }
    }

    private List<ObjectEvent> deletes(PrefixDeleted event) {
        byte[] prefix = event.prefix().toArray();
        return current.stream()
                .filter(key -> Bytes.startsWith(key.utf8(), prefix))
                .<ObjectEvent>map(key -> new ObjectDeleted(event.bucket(), key))
                .toList();
    }

    private void takeAll(Recorded recorded, List<ObjectEvent> changes) {
        bulk += changes.size() > 1 ? 1 : 0;
        for (int ordinal = 0; ordinal < changes.size(); ordinal++) {
            ObjectEvent change = changes.get(ordinal);
            if (change.bucket().equals(bucket)) {
                take(recorded, ordinal, change);
            }
        }
    }

    private void take(Recorded recorded, int ordinal, ObjectEvent change) {
        effect.apply(recorded.position() + "." + ordinal, type(change), change.key().toString());
        if (change instanceof NewVersion) {
            current.add(change.key());
            versions.add(new VersionId(recorded.stamp()).toString());
        } else {
            current.remove(change.key());
        }
    }

    private static String type(Event change) {
        return switch (change) {
            case ObjectPut _ -> "object-put";
            case ObjectDeleted _ -> "object-deleted";
            case DeleteMarkerPlaced _ -> "delete-marker-placed";
            default -> throw new IllegalStateException("not of this load: " + change);
        };
    }
}
