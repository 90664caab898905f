package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Stamp;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Usage as rows: one as it is now for each bucket and one for all, and one for each day that is over
/// on which it changed. The row of now moves to its day when the first event of a later one comes.
final class UsageRow {
    /// The first had no day.
    private static final int DAYS = 2;

    /// Knows the newest event that made an object, where there is one.
    private static final int WRITTEN = 3;

    private static final byte[] TOTAL = {};
    private static final byte DAY_OF_ALL = 0;
    private static final byte DAY_OF_BUCKET = 1;
    private static final int DAY_BYTES = Integer.BYTES;

    private UsageRow() {}

    private static byte[] now(@Nullable BucketId bucket) {
        return bucket == null ? TOTAL : RowKeys.bucket(bucket);
    }

    /// What rows of days start with. Days sort by their numbers, of which none is negative.
    private static byte[] days(@Nullable BucketId bucket) {
        return bucket == null
                ? new byte[] {DAY_OF_ALL}
                : ByteBuffer.allocate(1 + Long.BYTES)
                        .put(DAY_OF_BUCKET)
                        .putLong(bucket.value())
                        .array();
    }

    private static byte[] day(@Nullable BucketId bucket, LocalDate day) {
        byte[] start = days(bucket);
        return ByteBuffer.allocate(start.length + DAY_BYTES).put(start).putInt(number(day)).array();
    }

    private static int number(LocalDate day) {
        return Math.clamp(day.toEpochDay(), 0, Integer.MAX_VALUE);
    }

    /// @param bucket null for all of them
    static UsageDay read(ViewReader rows, @Nullable BucketId bucket) {
        return now(rows, bucket).day();
    }

    /// The newest event that made an object in a bucket, whatever became of it.
    static @Nullable Stamp written(ViewReader rows, BucketId bucket) {
        return now(rows, bucket).written();
    }

    private record Now(UsageDay day, @Nullable Stamp written) {}

    private static Now now(ViewReader rows, @Nullable BucketId bucket) {
        byte[] value = rows.get(Table.USAGE, now(bucket));
        return value == null ? new Now(UsageDay.NONE, null) : now(Table.USAGE, value);
    }

    /// Adds what an event did to a bucket, or to all.
    ///
    /// @param at by hybrid time, which goes on where clocks go back; what settles later is of now
    /// @param writes whether it made objects
    static void add(
            ViewChanges rows, @Nullable BucketId bucket, Stamp at, UsageDay more, boolean writes) {
        LocalDate day = at.time().instant().atZone(ZoneOffset.UTC).toLocalDate();
        Now now = now(rows, bucket);
        UsageDay before = now.day();
        UsageDay on = before;
        if (day.isAfter(before.day())) {
            if (before.day().isAfter(LocalDate.EPOCH)) {
                rows.put(Table.USAGE_DAYS, day(bucket, before.day()), bytes(before));
            }
            on = before.carriedTo(day);
        }
        UsageDay after = on.plus(more.usage(), more.puts(), more.deletes());
        Stamp written = bucket == null ? null : newer(now.written(), writes ? at : null);
        rows.put(Table.USAGE, now(bucket), bytes(new Now(after, written)));
    }

    private static @Nullable Stamp newer(@Nullable Stamp one, @Nullable Stamp other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }

    static void forget(ViewChanges rows, BucketId bucket) {
        rows.delete(Table.USAGE, now(bucket));
        byte[] start = days(bucket);
        List<byte[]> gone = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.USAGE_DAYS)) {
            boolean on = cursor.seek(start);
            while (on && RowKeys.startsWith(cursor.key(), start)) {
                gone.add(cursor.key());
                on = cursor.next();
            }
        }
        gone.forEach(key -> rows.delete(Table.USAGE_DAYS, key));
    }

    /// Each day from one to another, those on which nothing happened too, from the first on that
    /// anything did.
    static List<UsageDay> days(
            ViewReader rows, @Nullable BucketId bucket, LocalDate from, LocalDate to) {
        List<UsageDay> changed = changed(rows, bucket, from, to);
        List<UsageDay> days = new ArrayList<>();
        for (int i = 0; i < changed.size(); i++) {
            UsageDay one = changed.get(i);
            LocalDate last = i + 1 < changed.size() ? changed.get(i + 1).day().minusDays(1) : to;
            for (LocalDate day = one.day(); !day.isAfter(last); day = day.plusDays(1)) {
                if (!day.isBefore(from)) {
                    days.add(day.equals(one.day()) ? one : one.carriedTo(day));
                }
            }
        }
        return days;
    }

    /// The days with rows, from the last one on that is not after `from`.
    private static List<UsageDay> changed(
            ViewReader rows, @Nullable BucketId bucket, LocalDate from, LocalDate to) {
        List<UsageDay> changed = new ArrayList<>();
        byte[] start = days(bucket);
        byte[] end = day(bucket, to);
        try (RowCursor cursor = rows.scan(Table.USAGE_DAYS)) {
            boolean on = cursor.seek(start);
            while (on
                    && RowKeys.startsWith(cursor.key(), start)
                    && cursor.key().length == end.length
                    && Arrays.compareUnsigned(cursor.key(), end) <= 0) {
                add(changed, read(Table.USAGE_DAYS, cursor.value()), from);
                on = cursor.next();
            }
        }
        UsageDay now = read(rows, bucket);
        if (now.day().isAfter(LocalDate.EPOCH) && !now.day().isAfter(to)) {
            add(changed, now, from);
        }
        return changed;
    }

    private static void add(List<UsageDay> days, UsageDay next, LocalDate from) {
        if (!next.day().isAfter(from)) {
            days.clear();
        }
        days.add(next);
    }

    /// What a bucket holds now, without anything about days.
    static byte[] shared(byte[] value) {
        Now now = now(Table.USAGE, value);
        UsageDay without = new UsageDay(LocalDate.EPOCH, now.day().usage(), 0, 0);
        return bytes(new Now(without, now.written()));
    }

    private static byte[] bytes(UsageDay day) {
        return Rows.write(DAYS, out -> write(out, day));
    }

    private static byte[] bytes(Now now) {
        Stamp written = now.written();
        if (written == null) {
            return bytes(now.day());
        }
        return Rows.write(
                WRITTEN,
                out -> {
                    write(out, now.day());
                    StampCodec.write(out, written);
                });
    }

    private static void write(ByteWriter out, UsageDay day) {
        Usage usage = day.usage();
        out.varint(usage.objects()).varint(usage.bytes());
        out.varint(usage.currentObjects()).varint(usage.currentBytes());
        out.varint(usage.hiddenObjects()).varint(usage.hiddenBytes());
        out.varint(usage.uploadParts()).varint(usage.uploadBytes());
        out.varint(number(day.day())).varint(day.puts()).varint(day.deletes());
    }

    private static UsageDay read(Table table, byte[] value) {
        return now(table, value).day();
    }

    private static Now now(Table table, byte[] value) {
        return Rows.read(
                table,
                value,
                WRITTEN,
                (form, in) -> {
                    UsageDay day = read(form, in);
                    return new Now(day, form < WRITTEN ? null : StampCodec.read(in));
                });
    }

    private static UsageDay read(int version, ByteReader in) {
        Usage usage =
                new Usage(
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint());
        if (version < DAYS) {
            return new UsageDay(LocalDate.EPOCH, usage, 0, 0);
        }
        return new UsageDay(LocalDate.ofEpochDay(in.varint()), usage, in.varint(), in.varint());
    }
}
