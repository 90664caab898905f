package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.Removal;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Retention;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Layer.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The unsettled layers of each bucket, all in one row: mostly there is none, and finding that out
/// must cost a single lookup.
final class Layers {
    private static final int EMPTIED = 0;
    private static final int FILLED = 1;
    private static final int RESTORED = 2;

    /// The second form says of each layer when bytes may go; the first is written where that is not
    /// before history does.
    private static final int FIRST = 1;

    private static final int EARLY_BYTES = 2;

    /// Says of each whether it came from another node.
    private static final int LATE = 3;

    private Layers() {}

    static List<Layer> of(ViewReader rows, BucketId bucket) {
        byte[] value = rows.get(Table.LAYERS, RowKeys.bucket(bucket));
        return value == null ? List.of() : read(bucket, value);
    }

    /// Of all buckets.
    static List<Layer> all(ViewReader rows) {
        List<Layer> all = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.LAYERS)) {
            boolean on = cursor.seek(new byte[0]);
            while (on) {
                all.addAll(read(RowKeys.bucketOf(cursor.key(), 0), cursor.value()));
                on = cursor.next();
            }
        }
        return all;
    }

    /// The layer that is over a key and not in its rows, if any.
    static @Nullable Layer over(
            ViewReader rows, List<Layer> layers, BucketId bucket, ObjectKey key) {
        for (Layer layer : layers) {
            if (layer.isAhead(key)) {
                boolean settled = rows.get(Table.SETTLED, RowKeys.key(bucket, key)) != null;
                return settled ? null : layer;
            }
        }
        return null;
    }

    static void add(ViewChanges rows, Layer layer) {
        List<Layer> layers = new ArrayList<>(of(rows, layer.bucket()));
        layers.add(layer);
        put(rows, layer.bucket(), layers);
    }

    /// Stores a layer as it is now.
    static void change(ViewChanges rows, Layer layer) {
        List<Layer> layers = new ArrayList<>(of(rows, layer.bucket()));
        layers.replaceAll(each -> isSame(each, layer) ? layer : each);
        put(rows, layer.bucket(), layers);
    }

    static void remove(ViewChanges rows, Layer layer) {
        List<Layer> layers = new ArrayList<>(of(rows, layer.bucket()));
        layers.removeIf(each -> isSame(each, layer));
        put(rows, layer.bucket(), layers);
    }

    private static boolean isSame(Layer one, Layer other) {
        return one.prefix().equals(other.prefix())
                && one.moment().stamp().equals(other.moment().stamp());
    }

    private static void put(ViewChanges rows, BucketId bucket, List<Layer> layers) {
        byte[] key = RowKeys.bucket(bucket);
        if (layers.isEmpty()) {
            rows.delete(Table.LAYERS, key);
        } else {
            int form = form(layers);
            rows.put(Table.LAYERS, key, Rows.write(form, out -> write(out, form, layers)));
        }
    }

    private static int form(List<Layer> layers) {
        if (layers.stream().anyMatch(each -> each.moment().late())) {
            return LATE;
        }
        boolean early =
                layers.stream().anyMatch(each -> each.moment().bytesDue() != VersionRow.NOT_DUE);
        return early ? EARLY_BYTES : FIRST;
    }

    /// Of several buckets, as they were laid.
    static void writeAll(ByteWriter out, List<Layer> layers) {
        out.varint(layers.size());
        for (Layer layer : layers) {
            out.i64(layer.bucket().value());
            write(out, LATE, List.of(layer));
        }
    }

    static List<Layer> readAll(ByteReader in) {
        int count = in.count();
        List<Layer> layers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            layers.addAll(read(new BucketId(in.i64()), LATE, in));
        }
        return layers;
    }

    private static void write(ByteWriter out, int form, List<Layer> layers) {
        out.varint(layers.size());
        for (Layer layer : layers) {
            out.sized(layer.prefix());
            Moment moment = layer.moment();
            StampCodec.write(out, moment.stamp());
            out.varint(moment.position().value()).zigzag(moment.wall().toEpochMilli());
            out.varint(moment.due());
            if (form >= EARLY_BYTES) {
                out.varint(moment.bytesDue() + 1);
            }
            if (form >= LATE) {
                out.flag(moment.late());
            }
            write(out, layer.effect());
            out.sized(layer.settledTo());
            write(out, layer.uncounted());
        }
    }

    private static void write(ByteWriter out, Effect effect) {
        switch (effect) {
            case Effect.Emptied(Removal removal) -> out.u8(EMPTIED).u8(removal.tag());
            case Effect.Filled filled -> {
                out.u8(FILLED).i64(filled.source().value()).sized(filled.sourcePrefix());
                out.i64(filled.cut().packed()).flag(filled.nullVersion());
                write(out, filled.retention());
            }
            case Effect.Restored restored -> {
                out.u8(RESTORED).i64(restored.cut().packed()).u8(restored.removal().tag());
                write(out, restored.retention());
            }
        }
    }

    private static void write(ByteWriter out, @Nullable Retention retention) {
        out.flag(retention != null);
        if (retention != null) {
            out.flag(retention.mode() == Retention.Mode.COMPLIANCE);
            out.zigzag(retention.until().toEpochMilli());
        }
    }

    private static void write(ByteWriter out, Usage usage) {
        out.zigzag(usage.objects()).zigzag(usage.bytes());
        out.zigzag(usage.currentObjects()).zigzag(usage.currentBytes());
        out.zigzag(usage.hiddenObjects()).zigzag(usage.hiddenBytes());
    }

    private static List<Layer> read(BucketId bucket, byte[] value) {
        return Rows.read(Table.LAYERS, value, LATE, (form, in) -> read(bucket, form, in));
    }

    private static List<Layer> read(BucketId bucket, int form, ByteReader in) {
        int count = in.count();
        List<Layer> layers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Bytes prefix = in.sizedBytes();
            Moment moment =
                    new Moment(
                            StampCodec.read(in),
                            new Position(in.varint()),
                            Instant.ofEpochMilli(in.zigzag()),
                            in.varint(),
                            form >= EARLY_BYTES ? in.varint() - 1 : VersionRow.NOT_DUE,
                            form >= LATE && in.flag());
            layers.add(
                    new Layer(bucket, prefix, moment, readEffect(in), in.sizedBytes(), usage(in)));
        }
        return layers;
    }

    private static Effect readEffect(ByteReader in) {
        int tag = in.u8();
        return switch (tag) {
            case EMPTIED -> new Effect.Emptied(Removal.ofTag(in.u8()));
            case FILLED ->
                    new Effect.Filled(
                            new BucketId(in.i64()),
                            in.sizedBytes(),
                            new HybridTime(in.i64()),
                            in.flag(),
                            readRetention(in));
            case RESTORED ->
                    new Effect.Restored(
                            new HybridTime(in.i64()), Removal.ofTag(in.u8()), readRetention(in));
            default -> throw new IllegalArgumentException("unknown effect " + tag);
        };
    }

    private static @Nullable Retention readRetention(ByteReader in) {
        if (!in.flag()) {
            return null;
        }
        Retention.Mode mode = in.flag() ? Retention.Mode.COMPLIANCE : Retention.Mode.GOVERNANCE;
        return new Retention(mode, Instant.ofEpochMilli(in.zigzag()));
    }

    private static Usage usage(ByteReader in) {
        return new Usage(
                in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag(), 0, 0);
    }
}
