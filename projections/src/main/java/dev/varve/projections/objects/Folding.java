package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One event on its way into the rows of one bucket.
final class Folding {
    private static final byte[] TOTAL = {};
    private static final long BY_BUCKET = -1;
    private final Moment moment;
    private final BucketId bucket;
    private final ViewChanges rows;
    private final References references;
    private Usage added = Usage.NONE;

    Folding(Recorded recorded, BucketId bucket, ViewChanges rows) {
        this(
                new Moment(
                        recorded.stamp(),
                        recorded.position(),
                        Instant.ofEpochMilli(recorded.envelope().wall().toEpochMilli()),
                        BY_BUCKET),
                bucket,
                rows);
    }

    /// Does what an event of that moment would have done.
    Folding(Moment moment, BucketId bucket, ViewChanges rows) {
        this.moment = moment;
        this.bucket = bucket;
        this.rows = rows;
        this.references = new References(rows);
    }

    static byte[] totalKey() {
        return TOTAL;
    }

    BucketId bucket() {
        return bucket;
    }

    ViewChanges rows() {
        return rows;
    }

    References references() {
        return references;
    }

    Position position() {
        return moment.position();
    }

    Stamp stamp() {
        return moment.stamp();
    }

    HybridTime time() {
        return moment.stamp().time();
    }

    /// In whole milliseconds, as rows hold it.
    Instant wall() {
        return moment.wall();
    }

    @Nullable BucketRow bucketRow() {
        byte[] value = rows.get(Table.BUCKETS, RowKeys.bucket(bucket));
        return value == null ? null : BucketRow.read(bucket, value);
    }

    /// When history that ends with this event may go.
    long due() {
        if (moment.due() != BY_BUCKET) {
            return moment.due();
        }
        BucketRow row = bucketRow();
        if (row == null) {
            throw new IllegalStateException("event " + position() + " before its bucket " + bucket);
        }
        long window = row.bucket().settings().historyWindow().toMillis();
        long wall = Math.max(time().millis(), wall().toEpochMilli());
        return window > Long.MAX_VALUE - wall ? Long.MAX_VALUE : wall + window;
    }

    void visible(int objects, Version version) {
        if (version.isObject()) {
            added = added.visible(objects, version.size());
        }
    }

    void hidden(int objects, Version version) {
        if (version.isObject()) {
            added = added.hidden(objects, version.size());
        }
    }

    void current(int objects, CurrentRow row) {
        added = added.current(objects, row.size());
    }

    void part(int parts, Part part) {
        added = added.uploads(parts, part.size());
    }

    /// What a range event says of a range.
    void count(Usage more) {
        added = added.plus(more);
    }

    /// What was done to the counts so far, and not written yet.
    Usage added() {
        return added;
    }

    /// This event, as a layer has to remember it.
    Moment asMoment() {
        return new Moment(moment.stamp(), moment.position(), moment.wall(), due());
    }

    /// Writes what the event did to the counts, once.
    void settle() {
        if (!added.equals(Usage.NONE)) {
            settle(RowKeys.bucket(bucket));
            settle(TOTAL);
        }
    }

    private void settle(byte[] key) {
        Usage usage = UsageRow.read(rows.get(Table.USAGE, key)).plus(added);
        rows.put(Table.USAGE, key, UsageRow.bytes(usage));
    }

    /// Drops the row of a deleted bucket with the last of its history.
    void forgetIfGone() {
        BucketRow row = bucketRow();
        if (row != null && row.deleted() && new ObjectView(rows).isEmpty(bucket)) {
            rows.delete(Table.BUCKETS, RowKeys.bucket(bucket));
            rows.delete(Table.USAGE, RowKeys.bucket(bucket));
        }
    }
}
