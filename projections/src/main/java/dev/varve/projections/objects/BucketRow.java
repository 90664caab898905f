package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.HybridTime;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.SettingsCodec;
import dev.varve.projections.Table;
import java.time.Instant;

/// A bucket; a deleted one stays as long as any of its history does.
///
/// @param given the name it was made with; it goes by another one while that is an older bucket's
record BucketRow(Bucket bucket, BucketName given, boolean deleted, BucketMarks marks) {
    /// The first is still written where this has nothing to add.
    private static final int FIRST = 1;

    private static final int MARKED = 2;

    static BucketRow made(Bucket bucket) {
        return new BucketRow(bucket, bucket.name(), false, BucketMarks.NONE);
    }

    BucketRow with(BucketSettings settings) {
        return with(bucket.name(), settings, bucket.historyFloor());
    }

    BucketRow with(HybridTime floor) {
        return with(bucket.name(), bucket.settings(), floor);
    }

    BucketRow with(BucketName name) {
        return with(name, bucket.settings(), bucket.historyFloor());
    }

    private BucketRow with(BucketName name, BucketSettings settings, HybridTime floor) {
        Bucket b = bucket;
        Bucket changed = new Bucket(b.id(), name, b.owner(), b.created(), settings, floor);
        return new BucketRow(changed, given, deleted, marks);
    }

    BucketRow with(BucketMarks changed) {
        return new BucketRow(bucket, given, deleted, changed);
    }

    BucketRow deleted(boolean now) {
        return new BucketRow(bucket, given, now, marks);
    }

    byte[] bytes() {
        return isPlain() ? Rows.write(FIRST, this::write) : Rows.write(MARKED, this::writeMarked);
    }

    private boolean isPlain() {
        return given.equals(bucket.name()) && marks.equals(BucketMarks.NONE);
    }

    private void writeMarked(ByteWriter out) {
        out.string(given.value());
        marks.write(out);
        write(out);
    }

    private void write(ByteWriter out) {
        out.flag(deleted).string(bucket.name().value()).string(bucket.owner());
        out.zigzag(bucket.created().toEpochMilli()).i64(bucket.historyFloor().packed());
        SettingsCodec.writeLast(out, bucket.settings());
    }

    static BucketRow read(BucketId id, byte[] value) {
        return Rows.read(Table.BUCKETS, value, MARKED, (form, in) -> read(id, form, in));
    }

    private static BucketRow read(BucketId id, int form, ByteReader in) {
        if (form == FIRST) {
            BucketRow row = read(id, in);
            return new BucketRow(row.bucket(), row.bucket().name(), row.deleted, BucketMarks.NONE);
        }
        BucketName given = new BucketName(in.string());
        BucketMarks marks = BucketMarks.read(in);
        BucketRow row = read(id, in);
        return new BucketRow(row.bucket(), given, row.deleted, marks);
    }

    private static BucketRow read(BucketId id, ByteReader in) {
        boolean deleted = in.flag();
        BucketName name = new BucketName(in.string());
        String owner = in.string();
        Instant created = Instant.ofEpochMilli(in.zigzag());
        HybridTime floor = new HybridTime(in.i64());
        BucketSettings settings = SettingsCodec.readLast(in);
        Bucket bucket = new Bucket(id, name, owner, created, settings, floor);
        return new BucketRow(bucket, name, deleted, BucketMarks.NONE);
    }
}
