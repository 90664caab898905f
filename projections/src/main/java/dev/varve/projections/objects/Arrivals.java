package dev.varve.projections.objects;

import dev.varve.log.ObjectKey;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Layer.Effect;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The keys that a layer fills, found by those of its source that had an object at the cut.
final class Arrivals implements AutoCloseable {
    private final Layer layer;
    private final Effect.Filled filled;
    private final AsOfEntries source;
    private final byte[] from;
    private final byte[] to;

    /// What was found last: the answer for whatever lies between the two.
    private byte @Nullable [] asked;

    private byte @Nullable [] found;

    Arrivals(ViewReader stored, Layer layer, Effect.Filled filled) {
        this.layer = layer;
        this.filled = filled;
        this.source = new AsOfEntries(stored, filled.source(), filled.cut());
        this.from = RowKeys.prefix(filled.source(), filled.sourcePrefix().toArray());
        this.to = layer.rows();
    }

    /// What the rows of the first such key at or after a row start with; null when there is none.
    byte @Nullable [] atOrAfter(byte[] row) {
        byte[] rest = layer.rest();
        byte[] start = Arrays.compareUnsigned(row, rest) < 0 ? rest : row;
        if (!RowKeys.startsWith(start, to)) {
            return null;
        }
        if (!isKnown(start)) {
            found = find(start);
            asked = start;
        }
        return found;
    }

    private boolean isKnown(byte[] start) {
        return asked != null
                && Arrays.compareUnsigned(asked, start) <= 0
                && (found == null || Arrays.compareUnsigned(start, found) <= 0);
    }

    /// Escapes are of single bytes, so what follows the prefix is alike in both ranges.
    private byte @Nullable [] find(byte[] start) {
        byte[] row = Arrays.copyOf(from, from.length + start.length - to.length);
        System.arraycopy(start, to.length, row, from.length, start.length - to.length);
        boolean on = source.seek(row);
        while (on && RowKeys.startsWith(source.row(), from)) {
            ObjectKey key = source.entry().key();
            if (Layer.fits(key, filled.sourcePrefix(), layer.prefix())) {
                ObjectKey arrived = Layer.moved(key, filled.sourcePrefix(), layer.prefix());
                return RowKeys.key(layer.bucket(), arrived);
            }
            on = source.next();
        }
        return null;
    }

    @Override
    public void close() {
        source.close();
    }
}
