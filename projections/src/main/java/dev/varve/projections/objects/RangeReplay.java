package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lets facts about ranges act anew on keys of which something older came only after them: in the order of
/// their stamps, and on keys elsewhere that they fill from these.
final class RangeReplay {
    private final ViewChanges rows;

    /// Keys, and since when they are not what they were.
    private final Map<Place, HybridTime> changed = new HashMap<>();

    /// Buckets that it acted on, and when some fact about them was.
    private final Map<BucketId, Moment> touched = new HashMap<>();

    private record Place(BucketId bucket, ObjectKey key) {}

    RangeReplay(ViewChanges rows) {
        this.rows = rows;
    }

    /// Whether settling a key of a layer may let later facts act anew, on other keys too.
    static boolean mayFollow(ViewReader rows, Layer layer) {
        return layer.moment().late()
                && !Kept.rangesAfter(rows, layer.moment().stamp().time()).isEmpty();
    }

    /// After something of that time came to a key.
    void after(BucketId bucket, ObjectKey key, HybridTime time) {
        List<List<Layer>> ranges = Kept.rangesAfter(rows, time);
        if (ranges.isEmpty()) {
            return;
        }
        changed.put(new Place(bucket, key), time);
        for (List<Layer> range : ranges) {
            Set<Place> now = new LinkedHashSet<>();
            range.forEach(layer -> replay(layer, now));
            HybridTime at = range.getFirst().moment().stamp().time();
            now.forEach(place -> changed.putIfAbsent(place, at));
        }
        touched.forEach((id, moment) -> new Folding(moment, id, rows).forgetIfGone());
    }

    private void replay(Layer layer, Set<Place> now) {
        HybridTime at = layer.moment().stamp().time();
        for (Map.Entry<Place, HybridTime> each : changed.entrySet()) {
            Place from = each.getKey();
            ObjectKey key =
                    each.getValue().compareTo(at) < 0 ? layer.reached(from.bucket, from.key) : null;
            if (key != null && !isUnsettled(layer, key) && replay(layer, key)) {
                now.add(new Place(layer.bucket(), key));
            }
        }
    }

    /// It acts there when it is settled.
    private boolean isUnsettled(Layer layer, ObjectKey key) {
        Layer over = Layers.over(rows, Layers.of(rows, layer.bucket()), layer.bucket(), key);
        return over != null && over.moment().stamp().equals(layer.moment().stamp());
    }

    /// Its bucket may be deleted by now, and another one than that of what came.
    private boolean replay(Layer layer, ObjectKey key) {
        Kept.bring(rows, layer.bucket());
        touched.put(layer.bucket(), layer.moment());
        Folding folding = new Folding(layer.moment(), layer.bucket(), rows);
        RangeFact fact = RangeFact.of(rows, layer, key);
        boolean changes = new LateVersions(folding).replace(key, fact);
        folding.settle();
        return changes;
    }
}
