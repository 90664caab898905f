package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.HybridTime;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// From when to when a name stood for a bucket, the newest first. A deleted bucket is in here as long
/// as its row stays, which is as long as any of its history does.
///
/// Key: name ‖ `00` ‖ inverted time of its making (8) ‖ bucket (8). Value: when it was deleted.
final class BucketLives {
    private static final HybridTime NOT_YET = HybridTime.MAX;
    private static final Comparator<Life> OLDEST_FIRST =
            Comparator.comparing(Life::made).thenComparing(Life::bucket);

    private BucketLives() {}

    /// @param ended [HybridTime#MAX] for one that was not deleted
    record Life(BucketId bucket, HybridTime made, HybridTime ended) {
        private static Life read(byte[] row, byte[] value) {
            int at = row.length - Long.BYTES - RowKeys.BUCKET_BYTES;
            HybridTime made = new HybridTime(~ByteBuffer.wrap(row).getLong(at));
            HybridTime ended = Rows.read(Table.BUCKET_LIVES, value, in -> new HybridTime(in.i64()));
            return new Life(RowKeys.bucketOf(row, at + Long.BYTES), made, ended);
        }

        boolean isAt(HybridTime time) {
            return made.compareTo(time) <= 0 && ended.compareTo(time) > 0;
        }
    }

    static void begin(ViewChanges rows, BucketRow bucket, HybridTime time) {
        put(rows, bucket, new Life(bucket.bucket().id(), time, NOT_YET));
    }

    static void end(ViewChanges rows, BucketRow bucket, HybridTime time) {
        of(rows, bucket)
                .ifPresent(life -> put(rows, bucket, new Life(life.bucket(), life.made(), time)));
    }

    /// After a deletion that turned out not to be the end.
    static void goOn(ViewChanges rows, BucketRow bucket) {
        end(rows, bucket, NOT_YET);
    }

    static void put(ViewChanges rows, BucketRow bucket, Life life) {
        rows.put(Table.BUCKET_LIVES, row(bucket.given(), life), value(life.ended()));
    }

    static void forget(ViewChanges rows, BucketRow bucket) {
        of(rows, bucket)
                .ifPresent(life -> rows.delete(Table.BUCKET_LIVES, row(bucket.given(), life)));
    }

    /// Those that live and were made with a name, the oldest first.
    static List<Life> living(ViewReader rows, BucketName given) {
        List<Life> living = new ArrayList<>();
        visit(
                rows,
                given,
                null,
                life -> {
                    if (life.ended().equals(NOT_YET)) {
                        living.add(life);
                    }
                    return false;
                });
        living.sort(OLDEST_FIRST);
        return living;
    }

    /// Of a bucket, looked for where it should be: by its wall clock, which hybrid time may be ahead of.
    static Optional<Life> of(ViewReader rows, BucketRow row) {
        Bucket bucket = row.bucket();
        HybridTime end = HybridTime.endOf(bucket.created());
        Predicate<Life> wanted = life -> life.bucket().equals(bucket.id());
        return first(
                        rows,
                        row.given(),
                        life -> wanted.test(life) || life.made().millis() < end.millis(),
                        end)
                .filter(wanted)
                .or(() -> first(rows, row.given(), wanted, null));
    }

    /// Of those that were made with a name and lived then, the oldest.
    static Optional<Life> at(ViewReader rows, BucketName given, HybridTime time) {
        List<Life> then = new ArrayList<>();
        visit(
                rows,
                given,
                time,
                life -> {
                    if (life.isAt(time)) {
                        then.add(life);
                    }
                    return false;
                });
        return then.stream().min(OLDEST_FIRST);
    }

    private static Optional<Life> first(
            ViewReader rows, BucketName name, Predicate<Life> wanted, @Nullable HybridTime from) {
        List<Life> found = new ArrayList<>();
        visit(
                rows,
                name,
                from,
                life -> {
                    if (wanted.test(life)) {
                        found.add(life);
                    }
                    return !found.isEmpty();
                });
        return found.stream().findFirst();
    }

    /// The newest first, until one is enough.
    ///
    /// @param from leaves out those that were made later; null for none
    private static void visit(
            ViewReader rows, BucketName name, @Nullable HybridTime from, Predicate<Life> enough) {
        byte[] ofName = Arrays.copyOf(BucketFold.nameKey(name), name.value().length() + 1);
        byte[] start =
                from == null
                        ? ofName
                        : ByteBuffer.allocate(ofName.length + Long.BYTES)
                                .put(ofName)
                                .putLong(~from.packed())
                                .array();
        try (RowCursor cursor = rows.scan(Table.BUCKET_LIVES)) {
            boolean on = cursor.seek(start);
            while (on
                    && RowKeys.startsWith(cursor.key(), ofName)
                    && !enough.test(Life.read(cursor.key(), cursor.value()))) {
                on = cursor.next();
            }
        }
    }

    private static byte[] row(BucketName name, Life life) {
        byte[] ofName = BucketFold.nameKey(name);
        return ByteBuffer.allocate(ofName.length + 1 + Long.BYTES + RowKeys.BUCKET_BYTES)
                .put(ofName)
                .put((byte) 0)
                .putLong(~life.made().packed())
                .putLong(life.bucket().value())
                .array();
    }

    private static byte[] value(HybridTime ended) {
        return Rows.write(out -> out.i64(ended.packed()));
    }
}
