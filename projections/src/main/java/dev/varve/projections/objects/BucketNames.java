package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.BucketLives.Life;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What buckets go by. Of living buckets that were made with one name, each on another node before they heard of
/// each other, the one made first has it. Each of the others goes by a *conflict name* until the
/// name is free again: the name, cut to 46 characters, a hyphen, and the bucket's id.
final class BucketNames {
    private static final int KEPT = 46;
    private static final int ID_DIGITS = 2 * Long.BYTES;

    private BucketNames() {}

    static BucketName conflict(BucketName given, BucketId id) {
        int end = Math.min(KEPT, given.value().length());
        while (!Character.isLetterOrDigit(given.value().charAt(end - 1))) {
            end--;
        }
        return new BucketName(given.value().substring(0, end) + "-" + id);
    }

    /// Whose conflict name this may be.
    static @Nullable BucketId ofConflict(BucketName name) {
        String text = name.value();
        int dash = text.length() - ID_DIGITS - 1;
        if (dash < 1 || text.charAt(dash) != '-') {
            return null;
        }
        try {
            return new BucketId(Long.parseUnsignedLong(text.substring(dash + 1), 16));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// After a bucket began or ended to live: gives names anew to all that live and were made with this one.
    static void settle(ViewChanges rows, BucketName given) {
        List<BucketRow> living =
                BucketLives.living(rows, given).stream()
                        .map(life -> row(rows, life.bucket()))
                        .flatMap(Optional::stream)
                        .toList();
        for (int i = 0; i < living.size(); i++) {
            BucketRow row = living.get(i);
            BucketId id = row.bucket().id();
            BucketName name = i == 0 ? given : conflict(given, id);
            if (!name.equals(row.bucket().name())) {
                release(rows, row.bucket());
                rows.put(Table.BUCKETS, RowKeys.bucket(id), row.with(name).bytes());
            }
        }
        for (int i = 0; i < living.size(); i++) {
            BucketId id = living.get(i).bucket().id();
            BucketName name = i == 0 ? given : conflict(given, id);
            rows.put(Table.BUCKET_NAMES, BucketFold.nameKey(name), RowKeys.bucket(id));
        }
    }

    /// A bucket goes by its name no more, if it still did.
    static void release(ViewChanges rows, Bucket bucket) {
        byte[] key = BucketFold.nameKey(bucket.name());
        if (Arrays.equals(rows.get(Table.BUCKET_NAMES, key), RowKeys.bucket(bucket.id()))) {
            rows.delete(Table.BUCKET_NAMES, key);
        }
    }

    static Optional<BucketRow> row(ViewReader rows, BucketId id) {
        return Optional.ofNullable(rows.get(Table.BUCKETS, RowKeys.bucket(id)))
                .map(value -> BucketRow.read(id, value));
    }

    /// What the name stood for at a time.
    static Optional<Life> at(ViewReader rows, BucketName name, dev.varve.log.HybridTime time) {
        Optional<Life> owner = BucketLives.at(rows, name, time);
        BucketId id = owner.isPresent() ? null : ofConflict(name);
        return id == null ? owner : row(rows, id).flatMap(row -> conflicted(rows, row, name, time));
    }

    private static Optional<Life> conflicted(
            ViewReader rows, BucketRow row, BucketName name, dev.varve.log.HybridTime time) {
        BucketId id = row.bucket().id();
        boolean itsOwn = conflict(row.given(), id).equals(name);
        boolean owner =
                BucketLives.at(rows, row.given(), time)
                        .filter(life -> life.bucket().equals(id))
                        .isPresent();
        return BucketLives.of(rows, row).filter(life -> itsOwn && !owner && life.isAt(time));
    }
}
