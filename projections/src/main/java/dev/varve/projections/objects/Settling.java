package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.ObjectKey;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.objects.Layer.Effect;
import dev.varve.projections.objects.LayerWalk.Due;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Brings layers into the rows of keys: those that the pass comes to, and before that any key that an
/// event is about to touch. So no event ever meets a key that owes something to a layer.
final class Settling {
    private static final byte[] NOTHING = {};
    private final ViewChanges rows;

    Settling(ViewChanges rows) {
        this.rows = rows;
    }

    /// Tries on rows that nobody will keep what [#settle] does.
    static Usage attempt(Layer layer, ObjectKey key, ViewChanges aside) {
        return attempt(layer, new Due(key, null, null), aside);
    }

    /// The same where something is known of the key.
    static Usage attempt(Layer layer, Due due, ViewChanges aside) {
        Remembering known = due.over(aside, layer);
        return settle(layer, due, Folding.trial(layer.moment(), layer.bucket(), known));
    }

    /// Does to one key what the layer's event would have done to it alone, and says what that
    /// changed in the counts. These are not written: the event gave them for all keys together.
    private static Usage settle(Layer layer, Due due, ViewChanges rows) {
        Remembering known = due.over(rows, layer);
        return settle(layer, due, new Folding(layer.moment(), layer.bucket(), known));
    }

    private static Usage settle(Layer layer, Due due, Folding folding) {
        ObjectKey key = due.key();
        RangeFact fact = due.fact(folding.rows(), layer);
        if (fact != null) {
            fact.fold(new VersionFold(folding), key);
            if (folding.mayBeLate()) {
                new RangeReplay(folding.rows()).after(layer.bucket(), key, folding.time());
            }
        }
        return folding.added();
    }

    /// Before an event touches a key, which is older than the layer over it if it came late: then the layer
    /// acts on what it leaves.
    void ahead(Folding folding, ObjectKey key) {
        BucketId bucket = folding.bucket();
        Layer layer = Layers.over(rows, Layers.of(rows, bucket), bucket, key);
        boolean below =
                layer != null
                        && folding.mayBeLate()
                        && folding.time().compareTo(layer.moment().stamp().time()) < 0;
        if (layer != null && !below) {
            ahead(layer, key);
        }
    }

    private void ahead(BucketId bucket, ObjectKey key) {
        Layer layer = Layers.over(rows, Layers.of(rows, bucket), bucket, key);
        if (layer != null) {
            ahead(layer, key);
        }
    }

    private void ahead(Layer layer, ObjectKey key) {
        Usage counted = settle(layer, new Due(key, null, null), rows);
        rows.put(Table.SETTLED, RowKeys.key(layer.bucket(), key), NOTHING);
        Layers.change(rows, layer.settled(counted));
    }

    /// Before versions of a key go for good: what layers elsewhere have yet to take from it, they
    /// take now.
    void before(BucketId bucket, List<ObjectKey> purged) {
        for (Layer layer : Layers.all(rows)) {
            if (layer.effect() instanceof Effect.Filled filled && filled.source().equals(bucket)) {
                byte[] prefix = filled.sourcePrefix().toArray();
                purged.stream()
                        .filter(key -> RowKeys.startsWith(key.utf8(), prefix))
                        .filter(key -> Layer.fits(key, filled.sourcePrefix(), layer.prefix()))
                        .map(key -> Layer.moved(key, filled.sourcePrefix(), layer.prefix()))
                        .forEach(key -> ahead(layer.bucket(), key));
            }
        }
        purged.forEach(key -> ahead(bucket, key));
    }

    void pass(LayerSettled event) {
        for (Layer layer : Layers.of(rows, event.bucket())) {
            if (layer.is(event)) {
                if (event.done() || isAhead(layer, event)) {
                    pass(layer, event);
                }
                return;
            }
        }
    }

    /// Another node may have been further already.
    private static boolean isAhead(Layer layer, LayerSettled event) {
        return Arrays.compareUnsigned(event.upTo().toArray(), layer.settledTo().toArray()) > 0;
    }

    private void pass(Layer layer, LayerSettled event) {
        Usage counted = Usage.NONE;
        boolean replays = RangeReplay.mayFollow(rows, layer);
        for (Due due : due(layer, event)) {
            counted = counted.plus(settle(layer, replays ? due.anew() : due, rows));
        }
        forgetAhead(layer, event);
        Layer now = layer.settled(counted);
        if (event.done()) {
            Layers.remove(rows, layer);
            correct(now);
        } else {
            Layers.change(rows, now.settledTo(event.upTo()));
        }
    }

    private List<Due> due(Layer layer, LayerSettled event) {
        List<Due> due = new ArrayList<>();
        try (LayerWalk walk = new LayerWalk(rows, layer)) {
            while (walk.next() && within(event, walk.key())) {
                if (walk.isAffected() && !walk.isSettled()) {
                    due.add(walk.due());
                }
            }
        }
        return due;
    }

    private static boolean within(LayerSettled event, ObjectKey key) {
        Bytes upTo = event.upTo();
        return event.done() || Arrays.compareUnsigned(key.utf8(), upTo.toArray()) <= 0;
    }

    /// The pass is past these keys, which says that they are settled.
    private void forgetAhead(Layer layer, LayerSettled event) {
        byte[] range = layer.rows();
        byte[] end = RowKeys.afterKey(layer.bucket(), event.upTo().toArray());
        List<byte[]> passed = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.SETTLED)) {
            boolean on = cursor.seek(layer.rest());
            while (on
                    && RowKeys.startsWith(cursor.key(), range)
                    && (event.done() || Arrays.compareUnsigned(cursor.key(), end) < 0)) {
                passed.add(cursor.key());
                on = cursor.next();
            }
        }
        passed.forEach(row -> rows.delete(Table.SETTLED, row));
    }

    /// If the event was wrong about the counts, they are right now. A deleted bucket may have waited for it.
    private void correct(Layer done) {
        Folding folding = new Folding(done.moment(), done.bucket(), rows);
        folding.count(Usage.NONE.minus(done.uncounted()));
        folding.settle();
        folding.forgetIfGone();
    }
}
