package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadTerms;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a node may decide next, by what it sees.
final class SimCommands {
    private static final List<ObjectKey> KEYS =
            Stream.of("a", "a/x", "a/y", "b", "b/x", "c/x").map(ObjectKey::of).toList();

    /// Of what happens in a run about history: puts, deletes, facts about ranges, restores and purges.
    private static final List<Integer> HISTORIC = List.of(0, 4, 13, 16, 17, 17, 18, 18);

    private static final int ANY = 17;
    private final Random random;
    private final SimSettings settings;
    private final SimRanges ranges;

    /// Mostly of a few keys, of which much is restored and purged.
    private final boolean historic;

    /// Else of keys alone.
    private final boolean everything;

    SimCommands(Random random, boolean everything) {
        this.random = random;
        this.everything = everything;
        this.settings = new SimSettings(random);
        this.ranges = new SimRanges(random);
        this.historic = everything && random.nextBoolean();
    }

    /// Empty when what came up is not possible.
    Optional<? extends Event> next(SimNode node) {
        ObjectView view = node.view();
        List<BucketId> buckets = view.buckets("", "", 100).stream().map(Bucket::id).toList();
        if (buckets.isEmpty() || (everything && random.nextInt(6) == 0)) {
            Optional<BucketId> one =
                    buckets.isEmpty() ? Optional.empty() : Optional.of(any(buckets));
            return settings.next(node, one);
        }
        BucketId bucket = any(buckets);
        ObjectKey key = any(historic ? KEYS.subList(0, 3) : KEYS);
        return switch (historic ? any(HISTORIC) : random.nextInt(ANY)) {
            case 0, 1, 2, 3 -> put(bucket, key);
            case 4 -> Optional.of(new Event.ObjectDeleted(bucket, key));
            case 5 -> Optional.of(new Event.DeleteMarkerPlaced(bucket, key, random.nextBoolean()));
            case 6, 7 -> remove(node, view, bucket, key);
            case 8 -> change(node, view, bucket, key);
            case 9 -> undelete(view, bucket, key);
            case 10 -> Optional.of(transaction(buckets));
            case 11, 12 -> upload(view, bucket, key);
            case 13, 14, 15 -> everything ? ranges.next(node, buckets) : Optional.empty();
            case 17 -> ranges.restore(node, bucket);
            default -> purge(node, view, bucket);
        };
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Optional<Event.ObjectEvent> put(BucketId bucket, ObjectKey key) {
        return Optional.of(new Event.ObjectPut(bucket, key, random.nextInt(3) > 0, state()));
    }

    private ObjectState state() {
        return Story.state(random.nextInt(12), random.nextInt(4)).with(attributes());
    }

    private Attributes attributes() {
        Map<String, String> tags = Map.of("k", Integer.toString(random.nextInt(50)));
        return Attributes.NONE.withTags(new TreeMap<>(tags));
    }

    private Optional<Event> remove(SimNode node, ObjectView view, BucketId bucket, ObjectKey key) {
        List<Version> there =
                view.history(bucket, key, null, 100).stream()
                        .filter(version -> node.isSure(version.id()))
                        .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(new Event.VersionDeleted(bucket, key, any(there).id(), false));
    }

    private Optional<Event> change(SimNode node, ObjectView view, BucketId bucket, ObjectKey key) {
        List<Version> there =
                view.history(bucket, key, null, 100).stream()
                        .filter(version -> version.isObject() && node.isSure(version.id()))
                        .toList();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Event.AttributesChanged(bucket, key, any(there).id(), attributes()));
    }

    private Optional<Event> undelete(ObjectView view, BucketId bucket, ObjectKey key) {
        List<Version> there =
                view.history(bucket, key, null, 100).stream().filter(Version::isObject).toList();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        Version one = any(there);
        return Optional.of(
                new Event.ObjectUndeleted(
                        bucket, key, random.nextBoolean(), one.object(), one.id()));
    }

    private Event transaction(List<BucketId> buckets) {
        TreeSet<Event.ObjectEvent> changes = new TreeSet<>(Event.TransactionCommitted.ORDER);
        int wanted = 1 + random.nextInt(3);
        while (changes.size() < wanted) {
            BucketId bucket = any(buckets);
            ObjectKey key = any(KEYS);
            changes.add(
                    random.nextBoolean()
                            ? new Event.ObjectDeleted(bucket, key)
                            : put(bucket, key).orElseThrow());
        }
        return new Event.TransactionCommitted(List.copyOf(changes));
    }

    private Optional<Event> upload(ObjectView view, BucketId bucket, ObjectKey key) {
        List<Upload> open =
                view.uploads(null, 100).stream()
                        .filter(upload -> view.bucket(upload.bucket()).isPresent())
                        .toList();
        if (open.size() < 2) {
            return Optional.of(
                    random.nextBoolean()
                            ? new Event.UploadCreated(bucket, key, "me", attributes(), null, false)
                            : new Event.ResumableUploadCreated(
                                    bucket, key, "me", attributes(), terms()));
        }
        Upload one = any(open);
        ObjectState state = state();
        return Optional.of(
                switch (random.nextInt(10)) {
                    case 2 ->
                            new Event.UploadSizeSet(
                                    one.bucket(), one.key(), one.id(), random.nextInt(99));
                    case 3, 4 ->
                            one.resumption() == null
                                    ? part(one, state)
                                    : new Event.PartsMerged(
                                            one.bucket(),
                                            one.key(),
                                            one.id(),
                                            1 + random.nextInt(3),
                                            state.content(),
                                            state.etag(),
                                            state.checksums());
                    case 0 -> new Event.UploadAborted(one.bucket(), one.key(), one.id());
                    case 1 ->
                            new Event.UploadCompleted(
                                    one.bucket(), one.key(), random.nextBoolean(), state, one.id());
                    default -> part(one, state);
                });
    }

    private Event part(Upload one, ObjectState state) {
        return new Event.PartPut(
                one.bucket(),
                one.key(),
                one.id(),
                1 + random.nextInt(3),
                state.content(),
                state.etag(),
                state.checksums());
    }

    private static UploadTerms terms() {
        return UploadTerms.of(UploadTerms.Kind.APPENDED, UploadTerms.UNKNOWN, 0);
    }

    /// Only by the origin of a version, and only of what a floor covers that everybody knows: no restore can
    /// need it then.
    private Optional<Event> purge(SimNode node, ObjectView view, BucketId bucket) {
        BucketId of = random.nextBoolean() ? bucket : any(node.allBuckets());
        Optional<HybridTime> known = node.knownFloor(of);
        if (known.isEmpty() || random.nextInt(3) == 0) {
            return raise(node, view, of);
        }
        HybridTime cut = view.earliestCut(of, HybridTime.ZERO);
        List<Event.Purged> gone =
                over(node, view, of)
                        .filter(version -> end(version).compareTo(known.get()) <= 0)
                        .filter(version -> end(version).compareTo(cut) <= 0)
                        .filter(_ -> random.nextBoolean())
                        .map(version -> new Event.Purged(version.key(), version.id()))
                        .toList();
        return gone.isEmpty() ? Optional.empty() : Optional.of(new Event.VersionsPurged(of, gone));
    }

    private Optional<Event> raise(SimNode node, ObjectView view, BucketId bucket) {
        return over(node, view, bucket)
                .map(SimCommands::end)
                .max(Comparator.naturalOrder())
                .map(floor -> new Event.HistoryFloorRaised(bucket, floor));
    }

    private static Stream<Version> over(SimNode node, ObjectView view, BucketId bucket) {
        return KEYS.stream()
                .flatMap(key -> view.history(bucket, key, null, 100).stream())
                .filter(version -> isOf(version.id(), node) && isOver(view, bucket, version));
    }

    private static boolean isOf(VersionId id, SimNode node) {
        return id.stamp().origin().equals(node.origin);
    }

    private static boolean isOver(ObjectView view, BucketId bucket, Version version) {
        return version.kind() == Kind.TOMBSTONE
                ? !covers(view, bucket, version)
                : version.hiddenAt() != null;
    }

    private static HybridTime end(Version version) {
        HybridTime hidden = version.hiddenAt();
        return hidden == null ? version.id().stamp().time() : hidden;
    }

    /// Without it, what is below would be there again, or would have been for a while.
    private static boolean covers(ObjectView view, BucketId bucket, Version tombstone) {
        HybridTime since = tombstone.id().stamp().time();
        for (Version below : view.history(bucket, tombstone.key(), tombstone.id(), 100)) {
            HybridTime hidden = below.hiddenAt();
            if (hidden == null || hidden.compareTo(since) > 0) {
                return below.kind() != Kind.TOMBSTONE;
            }
        }
        return false;
    }
}
