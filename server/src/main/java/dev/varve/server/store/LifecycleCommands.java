package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event;
import dev.varve.log.Event.BucketLifecycleSet;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.UploadAborted;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.HybridTime;
import dev.varve.log.LifecycleRule;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.LifecycleCodec;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Lifecycle;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.LifecyclePlan.Due;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decisions about the rules by which what is in a bucket goes by itself, and those they bring.
final class LifecycleCommands {
    private LifecycleCommands() {}

    /// Replaces all rules; none end them.
    record Set(BucketName name, List<LifecycleRule> rules) implements Command<List<LifecycleRule>> {
        @Override
        public Decision<List<LifecycleRule>> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(name);
            if (found.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            Optional<String> problem = problem();
            if (problem.isPresent()) {
                return Command.refuse(Reason.INVALID_ARGUMENT, problem.get());
            }
            List<LifecycleRule> before =
                    view.lifecycle(found.get().id()).map(Lifecycle::rules).orElse(List.of());
            return before.equals(rules)
                    ? Command.unchanged(rules)
                    : Command.accept(
                            new BucketLifecycleSet(found.get().id(), rules), recorded -> rules);
        }

        private Optional<String> problem() {
            if (rules.size() > LifecycleRule.MAX_RULES) {
                return Optional.of("a bucket has at most " + LifecycleRule.MAX_RULES + " rules");
            }
            if (rules.stream().map(LifecycleRule::id).distinct().count() < rules.size()) {
                return Optional.of("two lifecycle rules have one id");
            }
            ByteWriter out = new ByteWriter();
            LifecycleCodec.write(out, rules);
            return out.toArray().length > LifecycleRule.MAX_BYTES
                    ? Optional.of(
                            "lifecycle rules have at most "
                                    + LifecycleRule.MAX_BYTES
                                    + " bytes together")
                    : Optional.empty();
        }

        @Override
        public boolean grows() {
            return !rules.isEmpty();
        }
    }

    /// Lets go of what is due by one rule, of what a look found. Each is looked at anew: what was
    /// made, changed or locked since stays.
    ///
    /// @param since the event that set the rules; with others nothing is done
    record Expire(BucketId bucket, Position since, LifecyclePlan plan, List<LifecycleItem> items)
            implements Command<Expired> {
        static final int MOST = 64;

        @Override
        public Decision<Expired> decide(ObjectReader view, Context context) {
            Optional<Bucket> found = view.bucket(bucket);
            boolean same =
                    view.lifecycle(bucket).map(Lifecycle::since).filter(since::equals).isPresent();
            if (found.isEmpty() || !same) {
                return Command.unchanged(new Expired(0, true));
            }
            List<Event> events = new ArrayList<>();
            for (LifecycleItem item : items) {
                event(view, context.now(), found.get(), item).ifPresent(events::add);
            }
            return Command.accept(events, new Expired(events.size(), false));
        }

        private Optional<Event> event(
                ObjectReader view, Instant now, Bucket of, LifecycleItem item) {
            return switch (item.kind()) {
                case OBJECT -> object(view, now, of, item);
                case MARKER -> marker(view, now, item);
                case NONCURRENT -> noncurrent(view, now, item);
                case UPLOAD -> upload(view, now, item);
            };
        }

        private boolean isDue(Optional<Due> due, LifecycleItem item, Instant now) {
            return due.filter(found -> !found.at().isAfter(now))
                    .filter(found -> found.rule().id().equals(item.rule().id()))
                    .isPresent();
        }

        private Optional<Version> current(ObjectReader view, LifecycleItem item) {
            return view.current(bucket, item.key(), HybridTime.MAX)
                    .filter(version -> version.id().stamp().equals(item.stamp()));
        }

        /// A delete marker on top of a locked version takes nothing from it.
        private Optional<Event> object(
                ObjectReader view, Instant now, Bucket of, LifecycleItem item) {
            Versioning versioning = of.settings().versioning();
            return current(view, item)
                    .filter(Version::isObject)
                    .filter(version -> isDue(plan.object(version), item, now))
                    .filter(version ->
                            versioning == Versioning.ENABLED
                                    || Rules.locked(version, now, false).isEmpty())
                    .map(version ->
                            versioning == Versioning.OFF
                                    ? new ObjectDeleted(bucket, item.key())
                                    : new DeleteMarkerPlaced(
                                            bucket, item.key(), Rules.makesNullVersion(of)));
        }

        /// What is below of it cannot become visible again: whatever is brought back comes on top.
        private Optional<Event> marker(ObjectReader view, Instant now, LifecycleItem item) {
            return current(view, item)
                    .filter(version -> version.kind() == Version.Kind.DELETE_MARKER)
                    .filter(version -> isDue(plan.marker(version), item, now))
                    .map(version -> new VersionDeleted(bucket, item.key(), version.id(), false));
        }

        /// It is noncurrent since the one above of it came, even if that is gone by now.
        private Optional<Event> noncurrent(ObjectReader view, Instant now, LifecycleItem item) {
            VersionId above = item.above();
            boolean rests =
                    !item.newest().isEmpty()
                            && item.newest().stream()
                                    .allMatch(id -> visible(view, item.key(), id).isPresent());
            if (!rests || above == null) {
                return Optional.empty();
            }
            int kept = item.newest().size() - 1;
            return view.version(bucket, item.key(), above, HybridTime.MAX)
                    .map(Version::modified)
                    .flatMap(since ->
                            visible(view, item.key(), new VersionId(item.stamp()))
                                    .filter(version -> Rules.locked(version, now, false).isEmpty())
                                    .filter(version ->
                                            isDue(
                                                    plan.noncurrent(version, since, kept),
                                                    item,
                                                    now)))
                    .map(version -> new VersionDeleted(bucket, item.key(), version.id(), false));
        }

        private Optional<Version> visible(ObjectReader view, ObjectKey key, VersionId id) {
            return Rules.visible(view, bucket, key, VersionRef.of(id));
        }

        private Optional<Event> upload(ObjectReader view, Instant now, LifecycleItem item) {
            UploadId id = new UploadId(item.stamp());
            return view.upload(bucket, item.key(), id)
                    .filter(upload -> isDue(plan.upload(upload), item, now))
                    .map(upload -> new UploadAborted(bucket, item.key(), id));
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// @param stale whether the rules are others by now, so that nothing was done
    record Expired(int count, boolean stale) {}
}
