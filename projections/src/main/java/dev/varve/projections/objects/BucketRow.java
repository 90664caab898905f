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
record BucketRow(Bucket bucket, boolean deleted) {
    BucketRow with(BucketSettings settings) {
        Bucket b = bucket;
        return new BucketRow(
                new Bucket(b.id(), b.name(), b.owner(), b.created(), settings, b.historyFloor()),
                deleted);
    }

    BucketRow with(HybridTime floor) {
        Bucket b = bucket;
        return new BucketRow(
                new Bucket(b.id(), b.name(), b.owner(), b.created(), b.settings(), floor), deleted);
    }

    BucketRow asDeleted() {
        return new BucketRow(bucket, true);
    }

    byte[] bytes() {
        return Rows.write(this::write);
    }

    private void write(ByteWriter out) {
        out.flag(deleted).string(bucket.name().value()).string(bucket.owner());
        out.zigzag(bucket.created().toEpochMilli()).i64(bucket.historyFloor().packed());
        SettingsCodec.writeLast(out, bucket.settings());
    }

    static BucketRow read(BucketId id, byte[] value) {
        return Rows.read(Table.BUCKETS, value, in -> read(id, in));
    }

    private static BucketRow read(BucketId id, ByteReader in) {
        boolean deleted = in.flag();
        BucketName name = new BucketName(in.string());
        String owner = in.string();
        Instant created = Instant.ofEpochMilli(in.zigzag());
        HybridTime floor = new HybridTime(in.i64());
        BucketSettings settings = SettingsCodec.readLast(in);
        return new BucketRow(new Bucket(id, name, owner, created, settings, floor), deleted);
    }
}
