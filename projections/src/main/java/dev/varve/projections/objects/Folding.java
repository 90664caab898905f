package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// One event on its way into the rows of one bucket.
final class Folding {
    private static final long BY_BUCKET = -1;
    private static final byte[] NOTHING = {};
    private final Moment moment;
    private final BucketId bucket;
    private final ViewChanges rows;
    private final References references;
    private final long learned;
    private Usage added = Usage.NONE;
    private long puts;
    private long deletes;

    Folding(Told told, BucketId bucket, ViewChanges rows) {
        this(moment(told), told.learned(), bucket, rows, new References(rows));
    }

    /// Does what an event of that moment would have done.
    Folding(Moment moment, BucketId bucket, ViewChanges rows) {
        this(moment, 0, bucket, rows, new References(rows));
    }

    private Folding(
            Moment moment, long learned, BucketId bucket, ViewChanges rows, References references) {
        this.moment = moment;
        this.learned = learned;
        this.bucket = bucket;
        this.rows = rows;
        this.references = references;
    }

    /// To see what would come of it, on rows that nobody will keep.
    static Folding trial(Moment moment, BucketId bucket, ViewChanges aside) {
        return new Folding(moment, 0, bucket, aside, References.ignored(aside));
    }

    private static Moment moment(Told told) {
        Recorded recorded = told.recorded();
        return new Moment(
                recorded.stamp(),
                recorded.position(),
                Instant.ofEpochMilli(recorded.envelope().wall().toEpochMilli()),
                BY_BUCKET,
                BY_BUCKET,
                told.isImported());
    }

    /// Whether something newer may be in the rows already.
    boolean mayBeLate() {
        return moment.late();
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

    /// When history that ends with this event may go: a window after this node learned of it.
    long due() {
        if (moment.due() != BY_BUCKET) {
            return moment.due();
        }
        return after(settings().historyWindow());
    }

    /// When bytes of this history may go, where that is earlier.
    long bytesDue() {
        if (moment.due() != BY_BUCKET) {
            return moment.bytesDue();
        }
        BucketSettings settings = settings();
        Duration window = settings.bytesWindow();
        return window == null || !settings.letsBytesGoEarly() ? VersionRow.NOT_DUE : after(window);
    }

    private BucketSettings settings() {
        BucketRow row = bucketRow();
        if (row == null) {
            throw new IllegalStateException("event " + position() + " before its bucket " + bucket);
        }
        return row.bucket().settings();
    }

    private long after(Duration window) {
        long millis = window.toMillis();
        return millis > Long.MAX_VALUE - learned ? Long.MAX_VALUE : learned + millis;
    }

    /// The same for what happened at another time to the same bucket.
    Folding at(Stamp stamp) {
        Moment then =
                new Moment(
                        stamp,
                        moment.position(),
                        moment.wall(),
                        moment.due(),
                        moment.bytesDue(),
                        true);
        return new Folding(then, learned, bucket, rows, references);
    }

    void delete(VersionRow row) {
        Version version = row.version();
        byte[] ofVersion = RowKeys.version(bucket, version.key(), version.id());
        rows.delete(Table.VERSIONS, RowKeys.revision(ofVersion, row.revision()));
    }

    void put(VersionRow row) {
        Version version = row.version();
        byte[] ofVersion = RowKeys.version(bucket, version.key(), version.id());
        rows.put(Table.VERSIONS, RowKeys.revision(ofVersion, row.revision()), row.bytes());
    }

    void putDue(VersionRow row) {
        putDue(Table.DUE, row.due(), row.version());
        putDue(Table.BYTES_DUE, row.bytesDue(), row.version());
    }

    private void putDue(Table table, long due, Version version) {
        if (due != VersionRow.NOT_DUE) {
            rows.put(table, RowKeys.due(due, bucket, version.key(), version.id()), NOTHING);
        }
    }

    /// Of a version that is not due any more.
    void dropDue(VersionRow row) {
        dropDue(Table.DUE, row.due(), row.version());
        dropBytesDue(row);
    }

    void dropBytesDue(VersionRow row) {
        dropDue(Table.BYTES_DUE, row.bytesDue(), row.version());
    }

    private void dropDue(Table table, long due, Version version) {
        if (due != VersionRow.NOT_DUE) {
            rows.delete(table, RowKeys.due(due, bucket, version.key(), version.id()));
        }
    }

    void visible(int objects, Version version) {
        if (version.isObject()) {
            added = added.visible(objects, version.size());
        }
    }

    void hidden(int objects, Version version) {
        if (version.isObject()) {
            added = added.hidden(objects, version.heldBytes());
        }
    }

    void released(Version version) {
        added = added.released(version.size());
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

    /// What the event did, as days count it.
    void did(long morePuts, long moreDeletes) {
        puts += morePuts;
        deletes += moreDeletes;
    }

    /// What was done to the counts so far, and not written yet.
    Usage added() {
        return added;
    }

    /// This event, as a layer has to remember it.
    Moment asMoment() {
        return new Moment(
                moment.stamp(), moment.position(), moment.wall(), due(), bytesDue(), moment.late());
    }

    /// Writes what the event did to the counts, once.
    void settle() {
        UsageDay more = new UsageDay(LocalDate.EPOCH, added, puts, deletes);
        if (!more.equals(UsageDay.NONE)) {
            UsageRow.add(rows, bucket, stamp(), more, puts > 0);
            UsageRow.add(rows, null, stamp(), more, puts > 0);
        }
    }

    /// Drops the row of a deleted bucket with the last of its history.
    void forgetIfGone() {
        BucketRow row = bucketRow();
        if (row != null && row.deleted() && new ObjectView(rows).isEmpty(bucket)) {
            Kept.bucket(rows, row);
            BucketLives.forget(rows, row);
            rows.delete(Table.BUCKETS, RowKeys.bucket(bucket));
            UsageRow.forget(rows, bucket);
        }
    }
}
