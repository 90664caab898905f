package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Rules.Growth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Decisions that hide versions, and those that let them go for good.
final class DeleteCommands {
    private DeleteCommands() {}

    /// Deletes a key: what that means depends on the bucket's versioning.
    record DeleteKey(BucketName name, ObjectKey key, Preconditions preconditions)
            implements Command<Deleted> {
        @Override
        public Decision<Deleted> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            Bucket bucket = found.get();
            WriteCommands.Target target = new WriteCommands.Target(name, key, preconditions);
            Optional<Refusal> refusal =
                    WriteCommands.conditions(view, bucket, target)
                            .or(() -> shrink(view, context, bucket));
            if (refusal.isPresent()) {
                return new Decision.Refuse<>(refusal.get());
            }
            return bucket.settings().versioning() == Versioning.OFF
                    ? hide(view, bucket.id())
                    : mark(bucket);
        }

        private Optional<Refusal> shrink(ObjectReader view, Context context, Bucket bucket) {
            Growth less = Growth.without(Rules.superseded(view, bucket, key));
            return context.quotas().take(view, bucket, less);
        }

        private Decision<Deleted> hide(ObjectReader view, BucketId bucket) {
            boolean there =
                    view.current(bucket, key, HybridTime.MAX).filter(Version::isObject).isPresent();
            return there
                    ? Command.accept(
                            new ObjectDeleted(bucket, key), recorded -> Deleted.nothing(key))
                    : Command.unchanged(Deleted.nothing(key));
        }

        private Decision<Deleted> mark(Bucket bucket) {
            boolean nullVersion = Rules.makesNullVersion(bucket);
            return Command.accept(
                    new DeleteMarkerPlaced(bucket.id(), key, nullVersion),
                    recorded ->
                            new Deleted(
                                    key,
                                    Optional.empty(),
                                    Optional.of(
                                            nullVersion
                                                    ? VersionRef.NULL
                                                    : VersionRef.of(
                                                            new VersionId(recorded.stamp())))));
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Deletes one version or delete marker by its name, unless it is locked.
    record DeleteVersion(
            BucketName name,
            ObjectKey key,
            VersionRef ref,
            Preconditions preconditions,
            boolean bypass)
            implements Command<Deleted> {
        @Override
        public Decision<Deleted> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            BucketId bucket = found.get().id();
            Optional<Version> target = Rules.visible(view, bucket, key, ref);
            if (target.isEmpty()) {
                return Command.unchanged(Deleted.nothing(key));
            }
            Version version = target.get();
            Optional<Refusal> refusal =
                    Rules.preconditions(preconditions, target)
                            .or(() -> Rules.locked(version, context.now(), bypass));
            if (refusal.isPresent()) {
                return new Decision.Refuse<>(refusal.get());
            }
            Optional<VersionRef> marker =
                    version.isObject() ? Optional.empty() : Optional.of(Rules.refOf(version));
            return Command.accept(
                    new VersionDeleted(bucket, key, version.id(), bypass),
                    recorded -> new Deleted(key, Optional.of(Rules.refOf(version)), marker));
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Lets hidden versions go. What is locked, visible or gone already is left out, and so is what keeps
    /// something else deleted. As-of reads
    /// from before the last of them was hidden are refused from now on: they would not be true.
    record Purge(BucketId bucket, List<Purged> candidates) implements Command<PurgeResult> {
        @Override
        public Decision<PurgeResult> decide(ObjectReader view, Context context) {
            List<Version> gone = new ArrayList<>();
            for (Purged candidate : candidates) {
                view.version(bucket, candidate.key(), candidate.version(), HybridTime.MAX)
                        .filter(version -> mayGo(version, context.now()))
                        .filter(version -> !Tombstones.covers(view, bucket, version))
                        .ifPresent(gone::add);
            }
            PurgeResult result =
                    new PurgeResult(gone.size(), gone.stream().mapToLong(Version::heldBytes).sum());
            return gone.isEmpty()
                    ? Command.unchanged(result)
                    : Command.accept(events(view, gone), result);
        }

        private List<Event> events(ObjectReader view, List<Version> gone) {
            List<Event> events = new ArrayList<>();
            Optional<Bucket> known = view.bucketEver(bucket);
            HybridTime floor =
                    gone.stream()
                            .map(Version::hiddenAt)
                            .filter(Objects::nonNull)
                            .max(HybridTime::compareTo)
                            .orElse(HybridTime.ZERO);
            boolean raises = known.isPresent() && floor.compareTo(known.get().historyFloor()) > 0;
            if (raises) {
                events.add(new HistoryFloorRaised(bucket, floor));
            }
            events.add(new VersionsPurged(bucket, names(gone)));
            return events;
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Lets bytes of hidden versions go, and keeps what is known of them: as-of reads stay true.
    /// What is locked or visible, or has no bytes any more, is left out.
    record Release(BucketId bucket, List<Purged> candidates) implements Command<PurgeResult> {
        @Override
        public Decision<PurgeResult> decide(ObjectReader view, Context context) {
            List<Version> released = new ArrayList<>();
            for (Purged candidate : candidates) {
                view.version(bucket, candidate.key(), candidate.version(), HybridTime.MAX)
                        .filter(version -> mayGo(version, context.now()))
                        .filter(Version::holdsBytes)
                        .ifPresent(released::add);
            }
            PurgeResult result =
                    new PurgeResult(
                            released.size(), released.stream().mapToLong(Version::heldBytes).sum());
            return released.isEmpty()
                    ? Command.unchanged(result)
                    : Command.accept(List.of(new BytesReleased(bucket, names(released))), result);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    private static List<Purged> names(List<Version> versions) {
        return versions.stream().map(version -> new Purged(version.key(), version.id())).toList();
    }

    /// A version hidden by bypassing governance may go; one on hold or in compliance never.
    private static boolean mayGo(Version version, Instant now) {
        boolean hidden = version.hiddenAt() != null || version.kind() == Version.Kind.TOMBSTONE;
        return hidden && Rules.locked(version, now, true).isEmpty();
    }
}
