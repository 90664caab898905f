package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.projections.Overlay;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.objects.Layer.Effect;
import dev.varve.projections.objects.Layer.Source;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Walks the rows of one bucket as if its layers were settled: stored rows where no layer is, and
/// for each key that owes something to one the rows it has when it is settled aside. Holds one such
/// key at a time.
final class LayeredCursor implements RowCursor {
    private final LayeredRows rows;
    private final Table table;
    private final RowCursor stored;
    private final Map<Layer, Arrivals> arrivals = new HashMap<>();
    private List<Layer> layers = List.of();
    private BucketId bucket = new BucketId(0);
    private byte[] ofBucket = {};

    /// The rows of the key that is settled aside while the cursor is on it.
    private @Nullable RowCursor aside;

    private byte[] ofKey = {};

    LayeredCursor(LayeredRows rows, Table table) {
        this.rows = rows;
        this.table = table;
        this.stored = rows.stored().scan(table);
    }

    @Override
    public boolean seek(byte[] row) {
        leave();
        bucket = RowKeys.bucketOf(row, 0);
        ofBucket = RowKeys.bucket(bucket);
        layers = rows.layers(bucket);
        if (layers.isEmpty()) {
            return stored.seek(row);
        }
        byte[] inKey = KeyEscape.ofKey(row, RowKeys.BUCKET_BYTES);
        Layer layer = inKey == null ? null : over(inKey);
        if (inKey == null || layer == null) {
            return from(row);
        }
        return enter(layer, inKey, row) || from(after(inKey));
    }

    @Override
    public boolean next() {
        RowCursor inside = aside;
        if (inside != null) {
            if (inside.next() && RowKeys.startsWith(inside.key(), ofKey)) {
                return true;
            }
            byte[] after = after(ofKey);
            leave();
            return from(after);
        }
        if (layers.isEmpty()) {
            return stored.next();
        }
        byte[] before = stored.key();
        byte[] beforeKey = Arrays.copyOf(before, KeyEscape.end(before, RowKeys.BUCKET_BYTES));
        boolean on = stored.next() && RowKeys.startsWith(stored.key(), ofBucket);
        boolean sameKey = on && RowKeys.startsWith(stored.key(), beforeKey);
        return (sameKey || isClear(beforeKey, on)) ? on : from(after(beforeKey));
    }

    /// Whether no layer is anywhere after a key and up to the row that the stored cursor is on.
    private boolean isClear(byte[] after, boolean on) {
        for (Layer layer : layers) {
            byte[] range = layer.rows();
            boolean passed =
                    Arrays.compareUnsigned(after, range) > 0 && !RowKeys.startsWith(after, range);
            boolean before = on && Arrays.compareUnsigned(range, stored.key()) > 0;
            if (!passed && !before) {
                return false;
            }
        }
        return true;
    }

    /// To the first row at or after one that is in no unsettled key.
    private boolean from(byte[] first) {
        byte @Nullable [] start = first;
        while (start != null) {
            boolean on = stored.seek(start) && RowKeys.startsWith(stored.key(), ofBucket);
            byte[] next = on ? keyOf(stored.key()) : null;
            byte[] arriving = arriving(start, next);
            boolean isStored = next != null && (arriving == null || isNotAfter(next, arriving));
            byte[] candidate = isStored ? next : arriving;
            if (candidate == null) {
                return false;
            }
            Layer layer = over(candidate);
            if (layer == null && isStored) {
                return true;
            }
            if (layer != null && !isEmptied(layer) && enter(layer, candidate, candidate)) {
                return true;
            }
            start = layer == null ? after(candidate) : nextInLayer(layer, candidate);
        }
        return false;
    }

    /// Where the next row may be after an unsettled key of a layer that has none: far away where the
    /// index of current objects loses many.
    private byte @Nullable [] nextInLayer(Layer layer, byte[] candidate) {
        if (table != Table.CURRENT || layer.moment().late()) {
            return after(candidate);
        }
        return switch (layer.effect()) {
            case Effect.Emptied _ -> nextAhead(layer, candidate);
            case Effect.Filled _ -> after(candidate);
            case Effect.Restored _ ->
                    earlier(
                            nextAhead(layer, candidate),
                            arriving(
                                    layer,
                                    Objects.requireNonNull(layer.source()),
                                    after(candidate)));
        };
    }

    /// Null is after everything.
    private static byte @Nullable [] earlier(byte @Nullable [] one, byte @Nullable [] other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return isNotAfter(one, other) ? one : other;
    }

    private byte @Nullable [] arriving(Layer layer, Source source, byte[] start) {
        return arrivals.computeIfAbsent(layer, each -> new Arrivals(rows.stored(), each, source))
                .atOrAfter(start);
    }

    private static boolean isNotAfter(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) <= 0;
    }

    /// Whether unsettled keys of the layer have no rows here at all, however many they are.
    private boolean isEmptied(Layer layer) {
        return table == Table.CURRENT
                && !layer.moment().late()
                && layer.effect() instanceof Effect.Emptied;
    }

    /// The next key of the layer that is settled, or the end of its range.
    private byte @Nullable [] nextAhead(Layer layer, byte[] from) {
        byte[] range = layer.rows();
        try (RowCursor settled = rows.stored().scan(Table.SETTLED)) {
            return settled.seek(from) && RowKeys.startsWith(settled.key(), range)
                    ? settled.key()
                    : RowKeys.successor(range);
        }
    }

    /// The first key at or after a row that something arrived at, up to `until`; null for none.
    private byte @Nullable [] arriving(byte[] start, byte @Nullable [] until) {
        byte[] first = null;
        for (Layer layer : layers) {
            boolean beyond = until != null && Arrays.compareUnsigned(layer.rows(), until) > 0;
            Source source = beyond ? null : layer.source();
            if (source != null) {
                first = earlier(first, arriving(layer, source, start));
            }
        }
        return first;
    }

    private @Nullable Layer over(byte[] keyRow) {
        return Layers.over(rows.stored(), layers, bucket, LayeredRows.keyOf(keyRow));
    }

    private boolean enter(Layer layer, byte[] keyRow, byte[] row) {
        ObjectKey key = LayeredRows.keyOf(keyRow);
        Overlay settled = rows.settled(layer, key);
        RowCursor inside = settled.scan(table);
        if (inside.seek(row) && RowKeys.startsWith(inside.key(), keyRow)) {
            aside = inside;
            ofKey = keyRow;
            return true;
        }
        inside.close();
        return false;
    }

    private void leave() {
        if (aside != null) {
            aside.close();
            aside = null;
        }
    }

    private static byte[] keyOf(byte[] row) {
        return Arrays.copyOf(row, KeyEscape.end(row, RowKeys.BUCKET_BYTES));
    }

    private static byte[] after(byte[] keyRow) {
        byte[] after = keyRow.clone();
        after[after.length - 1] = KeyEscape.PAST_END;
        return after;
    }

    @Override
    public byte[] key() {
        return aside == null ? stored.key() : aside.key();
    }

    @Override
    public byte[] value() {
        return aside == null ? stored.value() : aside.value();
    }

    @Override
    public void close() {
        leave();
        arrivals.values().forEach(Arrivals::close);
        stored.close();
    }
}
