package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Rules.Growth;
import java.util.Optional;

/// Decisions that hide versions.
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
}
