package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import dev.varve.projections.objects.ModelView.ModelUpload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// Events that can happen next, whatever the buckets' versioning: the view must not care.
final class RandomEvents {
    private final Random random;
    private final NastyKeys keys;
    private final List<BucketId> buckets;
    private final ModelView model;

    RandomEvents(Random random, NastyKeys keys, List<BucketId> buckets, ModelView model) {
        this.random = random;
        this.keys = keys;
        this.buckets = buckets;
        this.model = model;
    }

    Event next() {
        BucketId bucket = buckets.get(random.nextInt(buckets.size()));
        ObjectKey key = keys.any();
        return switch (random.nextInt(23)) {
            case 0 -> byLink(new Event.ObjectPut(bucket, key, random.nextBoolean(), state()));
            case 1, 2, 3, 4 -> new Event.ObjectPut(bucket, key, true, state());
            case 5, 6, 7 -> new Event.ObjectPut(bucket, key, false, state());
            case 8, 9 -> new Event.ObjectDeleted(bucket, key);
            case 10 -> new Event.DeleteMarkerPlaced(bucket, key, random.nextBoolean());
            case 11, 12 -> changeOne(bucket, key);
            case 13, 14 -> removeOne(bucket, key);
            case 15 ->
                    random.nextBoolean()
                            ? new Event.UploadCreated(bucket, key, "me", attributes(), null, false)
                            : new Event.ResumableUploadCreated(
                                    bucket, key, "me", attributes(), terms());
            case 16, 17 -> upload(bucket, key);
            case 18 -> transaction();
            case 19, 20 -> release(bucket, key);
            case 21 -> new Event.BucketSettingsChanged(bucket, settings());
            default -> purge(bucket, key);
        };
    }

    /// Changes of several keys and buckets, each of which could be an event of its own.
    private Event transaction() {
        TreeSet<Event.ObjectEvent> changes = new TreeSet<>(Event.TransactionCommitted.ORDER);
        int wanted = 1 + random.nextInt(6);
        while (changes.size() < wanted) {
            BucketId bucket = buckets.get(random.nextInt(buckets.size()));
            ObjectKey key = keys.any();
            Event change =
                    switch (random.nextInt(4)) {
                        case 0 -> new Event.ObjectDeleted(bucket, key);
                        case 1 -> new Event.DeleteMarkerPlaced(bucket, key, random.nextBoolean());
                        case 2 -> changeOne(bucket, key);
                        default -> new Event.ObjectPut(bucket, key, random.nextBoolean(), state());
                    };
            changes.add((Event.ObjectEvent) change);
        }
        return new Event.TransactionCommitted(List.copyOf(changes));
    }

    private Event byLink(Event.ObjectEvent change) {
        return new Event.LinkSpent(LinkId.random(Story.BEGIN, random), "me", change);
    }

    private ObjectState state() {
        return Story.state(random.nextInt(12), random.nextInt(4)).with(attributes());
    }

    private Attributes attributes() {
        Map<String, String> tags = Map.of("k", Integer.toString(random.nextInt(5)));
        return Attributes.NONE.withTags(new TreeMap<>(tags));
    }

    private ModelVersion anyOf(List<ModelVersion> versions) {
        return versions.get(random.nextInt(versions.size()));
    }

    private Event changeOne(BucketId bucket, ObjectKey key) {
        if (model.versions.isEmpty()) {
            return new Event.ObjectPut(bucket, key, true, state());
        }
        ModelVersion one = anyOf(model.versions);
        return new Event.AttributesChanged(one.bucket, one.key, one.id, attributes());
    }

    private Event removeOne(BucketId bucket, ObjectKey key) {
        if (model.versions.isEmpty()) {
            return new Event.ObjectPut(bucket, key, false, state());
        }
        ModelVersion one = anyOf(model.versions);
        return new Event.VersionDeleted(one.bucket, one.key, one.id, false);
    }

    private Event upload(BucketId bucket, ObjectKey key) {
        if (model.uploads.isEmpty()) {
            return new Event.UploadCreated(bucket, key, "me", attributes(), null, false);
        }
        List<ModelUpload> open = List.copyOf(model.uploads.values());
        ModelUpload one = open.get(random.nextInt(open.size()));
        UploadId id = one.id();
        return switch (random.nextInt(8)) {
            case 2 -> merge(one);
            case 3 -> new Event.UploadSizeSet(one.bucket(), one.key(), id, random.nextInt(9));
            case 0 -> new Event.UploadAborted(one.bucket(), one.key(), id);
            case 1 ->
                    new Event.UploadCompleted(
                            one.bucket(), one.key(), random.nextBoolean(), state(), id);
            default -> part(one);
        };
    }

    private Event merge(ModelUpload one) {
        ObjectState state = state();
        return new Event.PartsMerged(
                one.bucket(),
                one.key(),
                one.id(),
                1 + random.nextInt(4),
                state.content(),
                state.etag(),
                state.checksums());
    }

    private UploadTerms terms() {
        return UploadTerms.of(UploadTerms.Kind.APPENDED, random.nextInt(9) - 1L, 0);
    }

    private Event part(ModelUpload one) {
        ObjectState state = state();
        int number = 1 + random.nextInt(4);
        return new Event.PartPut(
                one.bucket(),
                one.key(),
                one.id(),
                number,
                state.content(),
                state.etag(),
                state.checksums());
    }

    private BucketSettings settings() {
        Duration early = random.nextBoolean() ? Duration.ofMinutes(random.nextInt(120)) : null;
        return BucketSettings.DEFAULT.withHistoryWindow(Duration.ofHours(1)).withBytesWindow(early);
    }

    /// Of versions that may not have it done to them too, which must change nothing.
    private Event release(BucketId bucket, ObjectKey key) {
        List<Event.Purged> released =
                model.ofBucket(bucket)
                        .filter(version -> random.nextInt(version.due == null ? 9 : 3) == 0)
                        .map(version -> new Event.Purged(version.key, version.id))
                        .toList();
        return released.isEmpty()
                ? new Event.ObjectPut(bucket, key, true, state())
                : new Event.BytesReleased(bucket, released);
    }

    private Event purge(BucketId bucket, ObjectKey key) {
        List<Event.Purged> gone =
                model.ofBucket(bucket)
                        .filter(version -> version.due != null && random.nextInt(3) == 0)
                        .map(version -> new Event.Purged(version.key, version.id))
                        .toList();
        return gone.isEmpty()
                ? new Event.ObjectPut(bucket, key, true, state())
                : new Event.VersionsPurged(bucket, gone);
    }
}
