package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.ObjectUndeleted;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.RestoreEffect;
import dev.varve.projections.objects.RestoreEffect.Kind;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.RestoreResult.Restored;
import dev.varve.server.store.Rules.Growth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decisions that make keys what they were.
final class RestoreCommands {
    private RestoreCommands() {}

    /// What came of a decision: empty when too much changed since it was prepared.
    record Apply(PreparedRestore prepared) implements Command<Optional<RestoreResult>> {
        @Override
        public Decision<Optional<RestoreResult>> decide(ObjectReader view, Context context) {
            return switch (prepared.plan().ranges(view, context.now())) {
                case Outcome.Refused<List<RestoredRange>>(Refusal refusal) ->
                        new Decision.Refuse<>(refusal);
                case Outcome.Done<List<RestoredRange>>(List<RestoredRange> ranges) ->
                        decide(view, context, ranges);
            };
        }

        private Decision<Optional<RestoreResult>> decide(
                ObjectReader view, Context context, List<RestoredRange> ranges) {
            Optional<Map<BucketId, Set<ObjectKey>>> changed =
                    prepared.changed(ChangedSince.lately(context.lately(), prepared.position()));
            if (!prepared.isOf(ranges) || changed.filter(Apply::isFew).isEmpty()) {
                return Command.unchanged(Optional.empty());
            }
            Map<BucketId, RestoreCount> counts = prepared.count(changed.get(), view);
            Optional<Refusal> released = released(counts);
            if (released.isPresent()) {
                return new Decision.Refuse<>(released.get());
            }
            Optional<RangesRestored> event = PreparedRestore.event(prepared.plan(), ranges, counts);
            if (event.isEmpty()) {
                return Command.unchanged(Optional.of(prepared.result(counts, Optional.empty())));
            }
            return full(view, context, counts)
                    .<Decision<Optional<RestoreResult>>>map(Decision.Refuse::new)
                    .orElseGet(() ->
                            Command.accept(
                                    event.get(),
                                    recorded ->
                                            Optional.of(
                                                    prepared.result(
                                                            counts, Optional.of(recorded)))));
        }

        private Optional<Refusal> released(Map<BucketId, RestoreCount> counts) {
            long keys = counts.values().stream().mapToLong(each -> each.released().objects()).sum();
            return RestorePlan.released(keys, prepared.plan().skipReleased());
        }

        private static boolean isFew(Map<BucketId, Set<ObjectKey>> keys) {
            return keys.values().stream().mapToInt(Set::size).sum() <= RangeCommands.Apply.MOST;
        }

        private static Optional<Refusal> full(
                ObjectReader view, Context context, Map<BucketId, RestoreCount> counts) {
            Growth all = Growth.NONE;
            for (Map.Entry<BucketId, RestoreCount> each : counts.entrySet()) {
                Growth growth = each.getValue().growth();
                Bucket bucket = view.bucket(each.getKey()).orElseThrow();
                Optional<Refusal> refusal = Rules.quota(view, bucket, growth);
                if (refusal.isPresent()) {
                    return refusal;
                }
                all = all.plus(growth);
            }
            return Rules.nodeCap(view, context.limits(), all);
        }
    }

    /// One key, which needs no preparation.
    record One(BucketName name, ObjectKey key, HybridTime cut, boolean byTime, boolean skipReleased)
            implements Command<RestoreResult> {
        @Override
        public Decision<RestoreResult> decide(ObjectReader view, Context context) {
            Optional<Refusal> tooLate = RestorePlan.notPast(cut, byTime, context.now());
            if (tooLate.isPresent()) {
                return new Decision.Refuse<>(tooLate.get());
            }
            return switch (foresee(view)) {
                case Outcome.Refused<RestoreResult>(Refusal refusal) ->
                        new Decision.Refuse<>(refusal);
                case Outcome.Done<RestoreResult>(RestoreResult result) ->
                        RestorePlan.released(result.released().objects(), skipReleased)
                                .<Decision<RestoreResult>>map(Decision.Refuse::new)
                                .orElseGet(() ->
                                        result.objects() == 0
                                                ? Command.unchanged(result)
                                                : change(view, context, result));
            };
        }

        /// What it would do.
        Outcome<RestoreResult> foresee(ObjectReader view) {
            return RangeRequest.find(view, name)
                    .then(bucket -> {
                        Refusal refusal = Core.unreadable(bucket, cut);
                        return refusal == null
                                ? Outcome.done(result(view, bucket))
                                : new Outcome.Refused<>(refusal);
                    });
        }

        private RestoreResult result(ObjectReader view, Bucket bucket) {
            Bytes prefix = Bytes.of(key.utf8());
            RestoreEffect effect =
                    view.effect(
                            new RestoredRange(
                                    bucket.id(),
                                    prefix,
                                    RangeRequest.removal(bucket),
                                    null,
                                    RangeRequest.UNCOUNTED),
                            cut,
                            key);
            RestoreCount count = RestoreCount.NONE.plus(effect);
            List<Restored> sample =
                    effect.kind() == Kind.NONE
                            ? List.of()
                            : List.of(new Restored(name, key, effect.kind()));
            return new RestoreResult(
                    count.back(),
                    count.changed(),
                    count.gone(),
                    count.released(),
                    sample,
                    Optional.empty(),
                    Optional.empty());
        }

        private Decision<RestoreResult> change(
                ObjectReader view, Context context, RestoreResult result) {
            if (result.gone().objects() > 0) {
                return answered(
                        new DeleteCommands.DeleteKey(name, key, Preconditions.NONE)
                                .decide(view, context),
                        result);
            }
            BucketId bucket = view.bucket(name).orElseThrow().id();
            Version then = view.current(bucket, key, cut).orElseThrow();
            return answered(
                    WriteCommands.place(
                            view,
                            context,
                            new WriteCommands.Target(name, key, Preconditions.NONE),
                            Rules.restored(then.object()),
                            (in, nullVersion, state) ->
                                    new ObjectUndeleted(
                                            in.id(), key, nullVersion, state, then.id())),
                    result);
        }

        private static Decision<RestoreResult> answered(
                Decision<?> decision, RestoreResult result) {
            return switch (decision) {
                case Decision.Refuse<?>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Decision.Accept<?>(List<Event> events, var _) ->
                        new Decision.Accept<>(
                                events,
                                recorded ->
                                        recorded.isEmpty()
                                                ? result
                                                : at(recorded.getFirst(), result));
                case Decision.Local<?> local ->
                        throw new IllegalStateException("not a change of a key: " + local);
            };
        }

        private static RestoreResult at(Recorded recorded, RestoreResult result) {
            return new RestoreResult(
                    result.back(),
                    result.changed(),
                    result.gone(),
                    result.released(),
                    result.sample(),
                    Optional.of(recorded.position()),
                    Optional.of(new VersionId(recorded.stamp())));
        }
    }
}
