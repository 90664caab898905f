package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Range;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.ListQuery;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectReader.RangeEffect;
import dev.varve.projections.objects.ObjectView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A range counted key by key on a snapshot, off the writer. What changed since is counted again on
/// the writer, as the difference between the snapshot and then: so the counts are exact, and the
/// writer never walks a range.
final class PreparedRange implements Prepared<RangeResult, PreparedRange> {
    private static final int PAGE = 1000;
    private static final int SAMPLE = 20;

    private final RangeRequest request;
    private final PrefixEvent plan;
    private final Position position;
    private final ViewSnapshot snapshot;
    private final ObjectReader view;
    private final Instant now;
    private final List<ObjectKey> sample;
    private RangeCount count;

    private PreparedRange(
            RangeRequest request, PrefixEvent plan, Core core, ViewSnapshot snapshot) {
        this(
                request,
                plan,
                core.parts().clock().instant(),
                positionOf(core, snapshot),
                snapshot,
                RangeCount.NONE,
                new ArrayList<>());
    }

    private PreparedRange(
            RangeRequest request,
            PrefixEvent plan,
            Instant now,
            Position position,
            ViewSnapshot snapshot,
            RangeCount count,
            List<ObjectKey> sample) {
        this.request = request;
        this.plan = plan;
        this.now = now;
        this.position = position;
        this.snapshot = snapshot;
        this.view = new ObjectView(snapshot);
        this.count = count;
        this.sample = sample;
    }

    static Position positionOf(Core core, ViewSnapshot snapshot) {
        return snapshot.cut().of(core.parts().journal().origin());
    }

    /// Counts a range as it is now. What it gives must be closed.
    static Outcome<PreparedRange> of(RangeRequest request, Core core) {
        ViewSnapshot snapshot = core.parts().views().snapshot();
        Outcome<PreparedRange> prepared;
        try {
            Instant now = core.parts().clock().instant();
            prepared =
                    request.plan(new ObjectView(snapshot), now)
                            .map(plan -> new PreparedRange(request, plan, core, snapshot))
                            .then(PreparedRange::walk);
        } catch (RuntimeException e) { // whatever it is, the snapshot must not stay
            snapshot.close();
            throw e;
        }
        if (!prepared.isDone()) {
            snapshot.close();
        }
        return prepared;
    }

    /// As few keys are counted as the journal says there were changes, unless these are too many.
    @Override
    public Outcome<PreparedRange> again(Core core) {
        ViewSnapshot later = core.parts().views().snapshot();
        Outcome<PreparedRange> caughtUp;
        try {
            caughtUp = caughtUp(core, later);
        } catch (RuntimeException e) { // whatever it is, the snapshot must not stay
            later.close();
            throw e;
        } finally {
            close();
        }
        if (!caughtUp.isDone()) {
            later.close();
            return of(request, core);
        }
        return caughtUp;
    }

    /// Refused where nothing but counting everything anew tells what to do or why not.
    private Outcome<PreparedRange> caughtUp(Core core, ViewSnapshot later) {
        Position end = positionOf(core, later);
        ObjectReader latest = new ObjectView(later);
        Instant at = core.parts().clock().instant();
        Outcome<PrefixEvent> planned = request.plan(latest, at);
        Optional<Set<ObjectKey>> changed =
                changed(ChangedSince.journal(core.parts().journal(), position, end));
        boolean same = planned.map(this::isOf).equals(Outcome.done(true));
        if (!same || changed.isEmpty()) {
            return Outcome.refused(Refusal.Reason.CONFLICT, "the range changed as a whole");
        }
        return count(changed.get(), latest, at)
                .map(counted -> new PreparedRange(request, plan, at, end, later, counted, sample));
    }

    private Outcome<PreparedRange> walk() {
        Bytes after = Bytes.EMPTY;
        while (after != null) {
            ListQuery query =
                    new ListQuery(range().prefix(), Bytes.EMPTY, after, PAGE, HybridTime.MAX);
            ListPage page = view.list(range().bucket(), query);
            for (ListedObject object : page.objects()) {
                RangeEffect effect = view.effect(plan, object.key());
                Optional<Refusal> refusal = refusal(object.key(), effect, now);
                if (refusal.isPresent()) {
                    return new Outcome.Refused<>(refusal.get());
                }
                count = count.plus(effect);
                if (sample.size() < SAMPLE) {
                    sample.add(object.key());
                }
            }
            after = page.next();
        }
        return Outcome.done(this);
    }

    private Optional<Refusal> refusal(ObjectKey key, RangeEffect effect, Instant at) {
        return effect.version()
                .flatMap(version -> Rules.locked(version, at, false))
                .map(locked -> Refusal.of(locked.reason(), "'" + key + "': " + locked.message()))
                .or(() -> effect.version().flatMap(version -> request.refusal(key)));
    }

    /// Whose keys are counted.
    private Range range() {
        return plan.ranges().getFirst();
    }

    /// Where the snapshot is.
    Position position() {
        return position;
    }

    RangeRequest request() {
        return request;
    }

    /// Whether the rules are those the range was counted by.
    boolean isOf(PrefixEvent planned) {
        return withoutRetention(planned).equals(withoutRetention(plan));
    }

    /// A default retention is a period from whenever it is decided, and counts for nothing.
    private static PrefixEvent withoutRetention(PrefixEvent event) {
        return switch (event) {
            case PrefixMoved moved ->
                    new PrefixMoved(
                            moved.bucket(),
                            moved.prefix(),
                            moved.removal(),
                            moved.left(),
                            moved.to(),
                            moved.toPrefix(),
                            moved.nullVersion(),
                            null,
                            moved.arrived());
            case PrefixDeleted _ -> event;
        };
    }

    /// The keys of the range, or with their counterpart there, that changed since; empty when that
    /// cannot be said.
    Optional<Set<ObjectKey>> changed(ChangedSince since) {
        Optional<Set<ObjectKey>> left = changed(since, range());
        if (left.isEmpty() || !(plan instanceof PrefixMoved moved)) {
            return left;
        }
        Optional<Set<ObjectKey>> arrived = changed(since, new Range(moved.to(), moved.toPrefix()));
        return arrived.map(keys -> {
            Set<ObjectKey> all = new HashSet<>(left.get());
            keys.forEach(key -> source(key, moved).ifPresent(all::add));
            return all;
        });
    }

    private static Optional<Set<ObjectKey>> changed(ChangedSince since, Range range) {
        return since.in(List.of(range)).map(keys -> keys.getOrDefault(range.bucket(), Set.of()));
    }

    private static Optional<ObjectKey> source(ObjectKey key, PrefixMoved moved) {
        String rest = key.toString().substring(utf16Length(moved.toPrefix()));
        String source = text(moved.prefix()) + rest;
        int length = key.length() - moved.toPrefix().length() + moved.prefix().length();
        return length > 0 && length <= ObjectKey.MAX_BYTES
                ? Optional.of(ObjectKey.of(source))
                : Optional.empty();
    }

    private static String text(Bytes utf8) {
        return new String(utf8.toArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int utf16Length(Bytes utf8) {
        return text(utf8).length();
    }

    /// The counts of a later state in which only these keys are others.
    Outcome<RangeCount> count(Set<ObjectKey> changed, ObjectReader later, Instant at) {
        RangeCount corrected = count;
        for (ObjectKey key : changed) {
            RangeEffect effect = later.effect(plan, key);
            Optional<Refusal> refusal = refusal(key, effect, at);
            if (refusal.isPresent()) {
                return new Outcome.Refused<>(refusal.get());
            }
            corrected = corrected.minus(view.effect(plan, key)).plus(effect);
        }
        return Outcome.done(corrected);
    }

    RangeResult result(RangeCount counted, Optional<Recorded> event) {
        return new RangeResult(
                counted.objects(),
                counted.bytes(),
                sample,
                event.map(Recorded::position),
                event.map(recorded -> new VersionId(recorded.stamp())));
    }

    @Override
    public Command<Optional<RangeResult>> decision() {
        return new RangeCommands.Apply(this);
    }

    @Override
    public RangeResult foreseen() {
        return result(count, Optional.empty());
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
