package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.projections.Overlay;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.ViewSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows as they would be if every layer were settled: a key that owes something to one is settled
/// aside, by the code that folds, before its rows are read. What readers are built on.
final class LayeredRows implements ViewReader {
    private final ViewReader stored;
    private @Nullable Known known;

    /// What was found out about one bucket, while nothing can change.
    private record Known(BucketId bucket, List<Layer> layers) {}

    LayeredRows(ViewReader stored) {
        this.stored = stored;
    }

    static boolean areIn(Table table) {
        return switch (table) {
            case CURRENT, VERSIONS, NULL_VERSIONS -> true;
            default -> false;
        };
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] row) {
        if (!areIn(table)) {
            return stored.get(table, row);
        }
        BucketId bucket = RowKeys.bucketOf(row, 0);
        List<Layer> layers = layers(bucket);
        if (!layers.isEmpty()) {
            ObjectKey key = keyOf(row);
            Layer layer = Layers.over(stored, layers, bucket, key);
            if (layer != null) {
                return settled(layer, key).get(table, row);
            }
        }
        return stored.get(table, row);
    }

    static ObjectKey keyOf(byte[] row) {
        int from = RowKeys.BUCKET_BYTES;
        return KeyEscape.read(row, from, KeyEscape.end(row, from));
    }

    List<Layer> layers(BucketId bucket) {
        Known before = known;
        if (before != null && before.bucket.equals(bucket)) {
            return before.layers;
        }
        List<Layer> layers = Layers.of(stored, bucket);
        if (stored instanceof ViewSnapshot) {
            known = new Known(bucket, layers);
        }
        return layers;
    }

    ViewReader stored() {
        return stored;
    }

    /// The rows with this key settled.
    Overlay settled(Layer layer, ObjectKey key) {
        Overlay aside = new Overlay(stored);
        Settling.attempt(layer, key, aside);
        return aside;
    }

    @Override
    public RowCursor scan(Table table) {
        return areIn(table) ? new LayeredCursor(this, table) : stored.scan(table);
    }
}
