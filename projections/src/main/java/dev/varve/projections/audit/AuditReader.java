package dev.varve.projections.audit;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds where in the journal something is told, the newest first.
public final class AuditReader {
    /// Events of a block follow each other.
    public static final int BLOCK = AuditRows.BLOCK;

    private final ViewReader rows;

    public AuditReader(ViewReader rows) {
        this.rows = rows;
    }

    /// A bucket as it was made; it may be gone.
    public record Known(BucketId id, String name, String owner) {}

    /// What blocks are looked for.
    public sealed interface Subject {
        record OfBucket(BucketId bucket) implements Subject {}

        record OfActor(String actor) implements Subject {}

        record OfAccessKey(String key) implements Subject {}

        /// That brought what other nodes did, which may have happened long before.
        record OfImports() implements Subject {}

        private byte[] start() {
            return switch (this) {
                case OfBucket(BucketId bucket) -> AuditRows.inBucket(bucket);
                case OfActor(String actor) -> AuditRows.text(AuditRows.BY_ACTOR, actor);
                case OfImports() -> AuditRows.imports();
                case OfAccessKey(String key) -> AuditRows.text(AuditRows.ABOUT_ACCESS_KEY, key);
            };
        }
    }

    /// The first event that it knows.
    public Position begin() {
        byte[] value = rows.get(Table.AUDIT, AuditRows.begin());
        return value == null ? Position.FIRST : new Position(AuditRows.number(value, 0));
    }

    /// The journal begins here for this view.
    public static void begin(ViewChanges changes, Position position) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(position.value()).array();
        changes.put(Table.AUDIT, AuditRows.begin(), value);
    }

    public Optional<Known> bucket(BucketId id) {
        byte[] value = rows.get(Table.AUDIT, AuditRows.bucket(id));
        if (value == null) {
            return Optional.empty();
        }
        ByteReader in = new ByteReader(value);
        return Optional.of(new Known(id, text(in), text(in)));
    }

    private static String text(ByteReader in) {
        return new String(in.sizedBytes().toArray(), StandardCharsets.UTF_8);
    }

    /// All that ever had this name.
    public List<BucketId> named(String name) {
        byte[] start = AuditRows.text(AuditRows.NAME, name);
        List<BucketId> found = new ArrayList<>();
        scan(start, start, row -> found.add(new BucketId(AuditRows.number(row, start.length))));
        return found;
    }

    /// Events before one that may be about a key: some are about others. Those about ranges that it is
    /// in are among them.
    public List<Position> ofKey(BucketId bucket, ObjectKey key, Position before, int limit) {
        List<Position> found = new ArrayList<>();
        byte[] own = AuditRows.key(bucket, key);
        scan(
                own,
                from(own, before),
                row -> {
                    found.add(position(row, own.length));
                    return found.size() < limit;
                });
        byte[] ranges = AuditRows.ranges(bucket);
        byte[] utf8 = key.utf8();
        List<Position> over = new ArrayList<>();
        scan(
                ranges,
                from(ranges, before),
                row -> {
                    if (isOver(row, ranges.length + Long.BYTES, utf8)) {
                        over.add(position(row, ranges.length));
                    }
                    return over.size() < limit;
                });
        found.addAll(over);
        return found.stream().distinct().sorted(Comparator.reverseOrder()).limit(limit).toList();
    }

    private static byte[] from(byte[] start, Position before) {
        return AuditRows.at(start, new Position(before.value() - 1));
    }

    private static Position position(byte[] row, int at) {
        return new Position(~AuditRows.number(row, at));
    }

    private static boolean isOver(byte[] row, int prefix, byte[] key) {
        int length = row.length - prefix;
        return length <= key.length && Arrays.equals(row, prefix, row.length, key, 0, length);
    }

    /// The newest block up to this one that has an event of the subject.
    public Optional<Long> block(Subject subject, long upTo) {
        byte[] start = subject.start();
        List<Long> found = new ArrayList<>();
        scan(
                start,
                AuditRows.atBlock(start, upTo),
                row -> {
                    found.add(~AuditRows.number(row, start.length));
                    return false;
                });
        return found.stream().findFirst();
    }

    private void scan(byte[] start, byte[] from, Predicate<byte[]> visitor) {
        try (RowCursor cursor = rows.scan(Table.AUDIT)) {
            boolean on = cursor.seek(from);
            while (on && Bytes.startsWith(cursor.key(), start) && visitor.test(cursor.key())) {
                on = cursor.next();
            }
        }
    }
}
