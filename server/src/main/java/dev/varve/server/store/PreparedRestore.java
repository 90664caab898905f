package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event.Range;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.RestoreEffect;
import dev.varve.projections.objects.RestoreEffect.Change;
import dev.varve.projections.objects.RestoreEffect.Page;
import dev.varve.server.store.RestoreResult.Restored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A restore counted key by key on a snapshot, as [PreparedRange] counts deletes and moves.
final class PreparedRestore implements Prepared<RestoreResult, PreparedRestore> {
    private static final int PAGE = 1000;
    private static final int SAMPLE = 20;

    private final RestorePlan plan;
    private final List<RestoredRange> ranges;
    private final Position position;
    private final ViewSnapshot snapshot;
    private final ObjectReader view;
    private final List<Restored> sample;
    private Map<BucketId, RestoreCount> counts = new HashMap<>();

    private PreparedRestore(
            RestorePlan plan,
            List<RestoredRange> ranges,
            Position position,
            ViewSnapshot snapshot,
            List<Restored> sample) {
        this.plan = plan;
        this.ranges = ranges;
        this.position = position;
        this.snapshot = snapshot;
        this.view = new ObjectView(snapshot);
        this.sample = sample;
    }

    /// Counts a restore of the state of now. What it gives must be closed.
    static Outcome<PreparedRestore> of(RestorePlan plan, Core core) {
        ViewSnapshot snapshot = core.parts().views().snapshot();
        try {
            Instant now = core.parts().clock().instant();
            Position position = PreparedRange.positionOf(core, snapshot);
            Outcome<PreparedRestore> prepared =
                    plan.ranges(new ObjectView(snapshot), now)
                            .map(ranges ->
                                    new PreparedRestore(
                                            plan, ranges, position, snapshot, new ArrayList<>()));
            switch (prepared) {
                case Outcome.Done<PreparedRestore>(PreparedRestore restore) -> restore.walk();
                case Outcome.Refused<PreparedRestore> _ -> snapshot.close();
            }
            return prepared;
        } catch (RuntimeException e) { // whatever it is, the snapshot must not stay
            snapshot.close();
            throw e;
        }
    }

    private void walk() {
        for (RestoredRange range : ranges) {
            BucketName name = view.bucket(range.bucket()).map(Bucket::name).orElseThrow();
            RestoreCount count = RestoreCount.NONE;
            ObjectKey after = null;
            do {
                Page page = view.effects(range, plan.cut(), after, PAGE);
                for (Change change : page.changes()) {
                    count = count.plus(change.effect());
                    if (sample.size() < SAMPLE) {
                        sample.add(new Restored(name, change.key(), change.effect().kind()));
                    }
                }
                after = page.next();
            } while (after != null);
            counts.put(range.bucket(), count);
        }
    }

    @Override
    public Outcome<PreparedRestore> again(Core core) {
        ViewSnapshot later = core.parts().views().snapshot();
        Optional<PreparedRestore> caughtUp = Optional.empty();
        try {
            caughtUp = caughtUp(core, later);
        } finally {
            close();
            if (caughtUp.isEmpty()) {
                later.close();
            }
        }
        return caughtUp.map(Outcome::done).orElseGet(() -> of(plan, core));
    }

    /// Empty where nothing but counting everything anew tells what to do or why not.
    private Optional<PreparedRestore> caughtUp(Core core, ViewSnapshot later) {
        Position end = PreparedRange.positionOf(core, later);
        ObjectReader latest = new ObjectView(later);
        Outcome<List<RestoredRange>> planned = plan.ranges(latest, core.parts().clock().instant());
        if (!planned.map(this::isOf).equals(Outcome.done(true))) {
            return Optional.empty();
        }
        return changed(ChangedSince.journal(core.parts().journal(), position, end))
                .map(keys -> {
                    PreparedRestore next = new PreparedRestore(plan, ranges, end, later, sample);
                    next.counts = count(keys, latest);
                    return next;
                });
    }

    /// Where the snapshot is.
    Position position() {
        return position;
    }

    RestorePlan plan() {
        return plan;
    }

    boolean isOf(List<RestoredRange> planned) {
        return RestorePlan.areLike(ranges, planned);
    }

    /// The keys of the ranges that changed since; empty when that cannot be said.
    Optional<Map<BucketId, Set<ObjectKey>>> changed(ChangedSince since) {
        List<Range> all =
                ranges.stream().map(each -> new Range(each.bucket(), each.prefix())).toList();
        return since.in(all);
    }

    /// The counts of a later state in which only these keys are others.
    Map<BucketId, RestoreCount> count(Map<BucketId, Set<ObjectKey>> keys, ObjectReader later) {
        Map<BucketId, RestoreCount> corrected = new HashMap<>(counts);
        for (RestoredRange range : ranges) {
            for (ObjectKey key : keys.getOrDefault(range.bucket(), Set.of())) {
                RestoreEffect before = view.effect(range, plan.cut(), key);
                RestoreEffect now = later.effect(range, plan.cut(), key);
                corrected.merge(
                        range.bucket(),
                        RestoreCount.NONE.plus(now).minus(before),
                        RestoreCount::plus);
            }
        }
        return corrected;
    }

    /// The event, of those ranges in which anything changes; empty when there is none.
    static Optional<RangesRestored> event(
            RestorePlan plan, List<RestoredRange> ranges, Map<BucketId, RestoreCount> counted) {
        List<RestoredRange> changed = new ArrayList<>();
        for (RestoredRange range : ranges) {
            RestoreCount count = counted.getOrDefault(range.bucket(), RestoreCount.NONE);
            if (!count.isNone()) {
                changed.add(
                        new RestoredRange(
                                range.bucket(),
                                range.prefix(),
                                range.removal(),
                                range.retention(),
                                count.counts().tally()));
            }
        }
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(new RangesRestored(plan.cut(), changed));
    }

    @Override
    public Command<Optional<RestoreResult>> decision() {
        return new RestoreCommands.Apply(this);
    }

    RestoreResult result(Map<BucketId, RestoreCount> counted, Optional<Recorded> event) {
        RestoreCount sum = counted.values().stream().reduce(RestoreCount.NONE, RestoreCount::plus);
        return new RestoreResult(
                sum.back(),
                sum.changed(),
                sum.gone(),
                sum.released(),
                sample,
                event.map(Recorded::position),
                event.map(recorded -> new VersionId(recorded.stamp())));
    }

    @Override
    public RestoreResult foreseen() {
        return result(counts, Optional.empty());
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
