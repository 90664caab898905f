package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.projections.Overlay;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.LayerWalk.Due;
import dev.varve.projections.objects.ObjectReader.RangeEffect;
import dev.varve.projections.objects.RestoreEffect.Change;
import dev.varve.projections.objects.RestoreEffect.Kind;
import dev.varve.projections.objects.RestoreEffect.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plans what layers do: which keys to settle next, and what a fact about a range would change.
final class LayerStep {
    /// Keys looked at for each one to settle, and marks of settled ones cleared for it.
    private static final int LOOKS = 8;

    /// After everything that happened.
    private static final Moment AFTER_ALL =
            new Moment(
                    new Stamp(HybridTime.MAX, new Origin(new NodeId(0), 1)),
                    Position.FIRST,
                    Instant.EPOCH,
                    0,
                    VersionRow.NOT_DUE,
                    false);

    private LayerStep() {}

    /// However the range looks, folding what this gives is a bounded amount of work.
    static LayerSettled next(ViewReader rows, Layer layer, int keys) {
        int looks = keys * LOOKS;
        int settled = 0;
        int looked = 0;
        Bytes upTo = layer.settledTo();
        boolean done = true;
        try (LayerWalk walk = new LayerWalk(rows, layer)) {
            while (walk.next()) {
                if (settled == keys || looked == looks) {
                    done = false;
                    break;
                }
                looked++;
                settled += walk.isAffected() && !walk.isSettled() ? 1 : 0;
                upTo = Bytes.of(walk.key().utf8());
            }
        }
        return atMost(rows, layer, looks, step(layer, upTo, done));
    }

    private static LayerSettled step(Layer layer, Bytes upTo, boolean done) {
        return new LayerSettled(layer.bucket(), layer.prefix(), layer.moment().stamp(), upTo, done);
    }

    /// Stops earlier where too many keys are marked as settled.
    private static LayerSettled atMost(ViewReader rows, Layer layer, int marks, LayerSettled step) {
        byte[] end = RowKeys.afterKey(layer.bucket(), step.upTo().toArray());
        byte[] range = layer.rows();
        int seen = 0;
        try (RowCursor cursor = rows.scan(Table.SETTLED)) {
            boolean on = cursor.seek(layer.rest());
            while (on && RowKeys.startsWith(cursor.key(), range)) {
                if (!step.done() && java.util.Arrays.compareUnsigned(cursor.key(), end) >= 0) {
                    return step;
                }
                seen++;
                if (seen == marks) {
                    return step(layer, Bytes.of(LayeredRows.keyOf(cursor.key()).utf8()), false);
                }
                on = cursor.next();
            }
        }
        return step;
    }

    static RangeEffect effect(ViewReader rows, PrefixEvent event, ObjectKey key) {
        Optional<Version> current =
                ObjectView.asStored(rows)
                        .current(event.ranges().getFirst().bucket(), key, HybridTime.MAX)
                        .filter(Version::isObject);
        if (current.isEmpty()) {
            return RangeEffect.NONE;
        }
        try (Overlay aside = new Overlay(rows)) {
            return switch (event) {
                case PrefixDeleted deleted -> {
                    Usage left = Settling.attempt(Layer.of(deleted, AFTER_ALL), key, aside);
                    yield new RangeEffect(current, left, Usage.NONE);
                }
                case PrefixMoved moved -> {
                    Usage arrived = arrived(moved, key, aside);
                    Layer source = Layer.ofSource(moved, AFTER_ALL);
                    yield new RangeEffect(current, Settling.attempt(source, key, aside), arrived);
                }
            };
        }
    }

    private static Usage arrived(PrefixMoved moved, ObjectKey key, Overlay aside) {
        if (!Layer.fits(key, moved.prefix(), moved.toPrefix())) {
            return Usage.NONE;
        }
        ObjectKey to = Layer.moved(key, moved.prefix(), moved.toPrefix());
        return Settling.attempt(Layer.ofTarget(moved, AFTER_ALL), to, aside);
    }

    static RestoreEffect effect(
            ViewReader rows, RestoredRange range, HybridTime cut, ObjectKey key) {
        RestoredKey restoring = RestoredKey.of(rows, range.bucket(), key, cut);
        try (Overlay aside = new Overlay(rows)) {
            Due due = new Due(key, restoring, null);
            return effect(due, Layer.of(range, cut, AFTER_ALL), aside);
        }
    }

    private static RestoreEffect effect(Due due, Layer layer, Overlay aside) {
        RestoredKey restoring = Objects.requireNonNull(due.restoring());
        Kind kind = restoring.kind();
        if (kind == Kind.NONE) {
            return RestoreEffect.NONE;
        }
        Version then = restoring.then();
        Version held = then == null ? Objects.requireNonNull(restoring.now()) : then;
        return new RestoreEffect(kind, held.size(), Settling.attempt(layer, due, aside));
    }

    /// Walks the range as the layer's pass would.
    static Page effects(
            ViewReader rows,
            RestoredRange range,
            HybridTime cut,
            @Nullable ObjectKey after,
            int limit) {
        Bytes from = after == null ? Bytes.EMPTY : Bytes.of(after.utf8());
        Layer layer = Layer.of(range, cut, AFTER_ALL).settledTo(from);
        List<Change> changes = new ArrayList<>();
        try (LayerWalk walk = new LayerWalk(rows, layer);
                Overlay aside = new Overlay(rows)) {
            while (changes.size() < limit && walk.next()) {
                if (walk.isAffected()) {
                    Due due = walk.due();
                    changes.add(new Change(due.key(), effect(due, layer, aside)));
                    aside.clear();
                }
            }
        }
        return new Page(changes, changes.size() < limit ? null : changes.getLast().key());
    }
}
