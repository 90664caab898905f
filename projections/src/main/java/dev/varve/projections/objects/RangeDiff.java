package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Event.Range;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.RangeChange.Place;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of a range whose current version as of an event is not the one of just before it, in
/// order. Rows of any later state will do, as long as history goes back that far.
final class RangeDiff implements AutoCloseable {
    private final VersionCursor cursor;
    private final BucketId bucket;
    private final byte[] range;
    private final HybridTime at;
    private final HybridTime justBefore;
    private ObjectKey key = ObjectKey.of("none");
    private @Nullable Version before;
    private @Nullable Version after;

    RangeDiff(ViewReader rows, Range range, Stamp event) {
        this.cursor = new VersionCursor(rows, range.bucket());
        this.bucket = range.bucket();
        this.range = RowKeys.prefix(bucket, range.prefix().toArray());
        this.at = event.time();
        this.justBefore = new HybridTime(at.packed() - 1);
    }

    /// To the first key.
    boolean first() {
        cursor.seek(range);
        return next();
    }

    /// To the first key that comes after a place in the order of keys, then buckets.
    boolean firstAfter(Place place) {
        byte[] row =
                bucket.compareTo(place.bucket()) <= 0
                        ? RowKeys.afterKey(bucket, place.key().utf8())
                        : RowKeys.key(bucket, place.key());
        cursor.seek(Arrays.compareUnsigned(row, range) < 0 ? range : row);
        return next();
    }

    /// From the first row of a key, or from none.
    boolean next() {
        while (cursor.isOn() && RowKeys.startsWith(cursor.row(), range)) {
            look();
            if (isChanged()) {
                return true;
            }
        }
        return false;
    }

    /// Looks at the key that the cursor is at, and leaves it at the one after that.
    private void look() {
        byte[] ofKey = cursor.ofKey();
        key = cursor.key();
        after = cursor.currentOfThisKey(at);
        before = cursor.seekCurrent(ofKey, justBefore);
        if (cursor.isOn() && RowKeys.startsWith(cursor.row(), ofKey)) {
            cursor.nextKey();
        }
    }

    private boolean isChanged() {
        return !Objects.equals(idOf(before), idOf(after));
    }

    private static @Nullable VersionId idOf(@Nullable Version version) {
        return version == null ? null : version.id();
    }

    ObjectKey key() {
        return key;
    }

    BucketId bucket() {
        return bucket;
    }

    RangeChange change(long ordinal) {
        return new RangeChange(
                new Place(ordinal, bucket, key),
                Optional.ofNullable(before),
                Optional.ofNullable(after));
    }

    @Override
    public void close() {
        cursor.close();
    }
}
