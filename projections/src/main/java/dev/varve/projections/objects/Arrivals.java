package dev.varve.projections.objects;

import dev.varve.log.ObjectKey;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Layer.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The keys that a layer fills, found by those of its source that had an object at the cut.
final class Arrivals implements AutoCloseable {
    private final Layer layer;
    private final Source source;
    private final AsOfEntries entries;
    private final byte[] from;
    private final byte[] to;

    /// What was found last: the answer for whatever lies between the two.
    private byte @Nullable [] asked;

    private byte @Nullable [] found;

    Arrivals(ViewReader stored, Layer layer, Source source) {
        this.layer = layer;
        this.source = source;
        this.entries = new AsOfEntries(stored, source.bucket(), source.cut());
        this.from = RowKeys.prefix(source.bucket(), source.prefix().toArray());
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
        boolean on = entries.seek(row);
        while (on && RowKeys.startsWith(entries.row(), from)) {
            ObjectKey key = entries.entry().key();
            if (Layer.fits(key, source.prefix(), layer.prefix())) {
                ObjectKey arrived = Layer.moved(key, source.prefix(), layer.prefix());
                return RowKeys.key(layer.bucket(), arrived);
            }
            on = entries.next();
        }
        return null;
    }

    @Override
    public void close() {
        entries.close();
    }
}
