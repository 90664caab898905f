package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.Stamp;
import dev.varve.log.WebhookName;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.BucketLives.Life;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What events of other nodes that come late may still need, of things that are over. Each value begins
/// with the stamp of what ended it; once no older event can come, it may be forgotten. But a deleted bucket is kept:
/// who has not heard of its end may still put something in it, later than that.
///
/// | key | what |
/// |---|---|
/// | `01` ‖ stamp (20) | a fact about ranges, which acts on older ones too |
/// | `02` ‖ bucket (8) | a deleted bucket of which nothing is left |
/// | `03` ‖ name | the last removal of a webhook |
final class Kept {
    private static final byte RANGE = 1;
    private static final byte BUCKET = 2;
    private static final byte WEBHOOK = 3;
    private static final byte[] START = {};

    private Kept() {}

    /// Whether there are other nodes. A node on its own keeps nothing.
    static boolean hasMembers(ViewReader rows) {
        return rows.get(Table.CLUSTER, ClusterRows.LAYOUT) != null;
    }

    static void range(ViewChanges rows, Stamp at, List<Layer> layers) {
        if (hasMembers(rows)) {
            List<Layer> late = layers.stream().map(Layer::asLate).toList();
            rows.put(
                    Table.KEPT,
                    key(RANGE, at.bytes()),
                    write(at, out -> Layers.writeAll(out, late)));
        }
    }

    /// Those facts about ranges that are later than a time, in the order of their stamps.
    static List<List<Layer>> rangesAfter(ViewReader rows, HybridTime time) {
        List<List<Layer>> found = new ArrayList<>();
        byte[] start =
                ByteBuffer.allocate(1 + Long.BYTES).put(RANGE).putLong(time.packed() + 1).array();
        try (RowCursor cursor = rows.scan(Table.KEPT)) {
            boolean on = cursor.seek(start);
            while (on && cursor.key()[0] == RANGE) {
                found.add(
                        read(
                                cursor.value(),
                                in -> {
                                    StampCodec.read(in);
                                    return Layers.readAll(in);
                                }));
                on = cursor.next();
            }
        }
        return found;
    }

    static void bucket(ViewChanges rows, BucketRow row) {
        BucketId id = row.bucket().id();
        Stamp deleted = row.marks().deleted();
        Life life = BucketLives.of(rows, row).orElse(null);
        if (deleted == null || life == null || !hasMembers(rows)) {
            return;
        }
        byte[] usage = rows.get(Table.USAGE, RowKeys.bucket(id));
        rows.put(
                Table.KEPT,
                key(BUCKET, RowKeys.bucket(id)),
                write(
                        deleted,
                        out -> {
                            out.i64(life.made().packed()).sized(row.bytes());
                            out.sized(usage == null ? START : usage);
                        }));
    }

    /// Brings a deleted bucket back into the tables, where an event wants it that came late.
    static void bring(ViewChanges rows, BucketId id) {
        if (rows.get(Table.BUCKETS, RowKeys.bucket(id)) != null) {
            return;
        }
        byte[] key = key(BUCKET, RowKeys.bucket(id));
        byte[] value = rows.get(Table.KEPT, key);
        if (value != null) {
            rows.delete(Table.KEPT, key);
            read(value, in -> bring(rows, id, in));
        }
    }

    private static boolean bring(ViewChanges rows, BucketId id, ByteReader in) {
        Stamp deleted = StampCodec.read(in);
        HybridTime made = new HybridTime(in.i64());
        byte[] bucket = in.sized();
        byte[] usage = in.sized();
        BucketRow row = BucketRow.read(id, bucket);
        rows.put(Table.BUCKETS, RowKeys.bucket(id), bucket);
        BucketLives.put(rows, row, new Life(id, made, deleted.time()));
        if (usage.length > 0) {
            rows.put(Table.USAGE, RowKeys.bucket(id), usage);
        }
        return true;
    }

    /// The last time a webhook was removed, as long as older events can come.
    static @Nullable Stamp removed(ViewReader rows, WebhookName name) {
        byte[] value = rows.get(Table.KEPT, webhook(name));
        return value == null ? null : read(value, StampCodec::read);
    }

    static void removed(ViewChanges rows, WebhookName name, Stamp at) {
        if (hasMembers(rows) && !BucketMarks.isOver(removed(rows, name), at)) {
            rows.put(Table.KEPT, webhook(name), write(at, out -> {}));
        }
    }

    private static byte[] webhook(WebhookName name) {
        return key(WEBHOOK, name.value().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] key(byte kind, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(kind).put(rest).array();
    }

    private static byte[] write(Stamp at, Consumer<ByteWriter> rest) {
        return Rows.write(out -> {
            StampCodec.write(out, at);
            rest.accept(out);
        });
    }

    private static <T> T read(byte[] value, Function<ByteReader, T> fields) {
        return Rows.read(Table.KEPT, value, fields);
    }

    /// What every value begins with, after its form.
    private static Stamp stamp(byte[] value) {
        return Stamp.read(ByteBuffer.wrap(value, 1, Stamp.BYTES));
    }

    /// @param stable no event up to this time can come any more
    static int forget(ViewChanges rows, HybridTime stable, int limit) {
        HybridTime ranges = over(rows, stable);
        List<byte[]> over = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.KEPT)) {
            boolean on = cursor.seek(START);
            while (on && over.size() < limit) {
                HybridTime until = cursor.key()[0] == RANGE ? ranges : stable;
                if (cursor.key()[0] != BUCKET
                        && stamp(cursor.value()).time().compareTo(until) <= 0) {
                    over.add(cursor.key());
                }
                on = cursor.next();
            }
        }
        over.forEach(key -> rows.delete(Table.KEPT, key));
        return over.size();
    }

    /// Facts about ranges up to this time act on nothing any more. A layer comes late to its keys when it is
    /// settled.
    ///
    /// @param stable no event up to this time can come any more
    static HybridTime over(ViewReader rows, HybridTime stable) {
        HybridTime oldest = oldestLayer(rows);
        return oldest.compareTo(stable) < 0 ? oldest : stable;
    }

    private static HybridTime oldestLayer(ViewReader rows) {
        return Layers.all(rows).stream()
                .map(layer -> layer.moment().stamp().time())
                .min(Comparator.naturalOrder())
                .orElse(HybridTime.MAX);
    }
}
