package dev.varve.projections.objects;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.HybridTime;
import dev.varve.projections.Table;
import java.nio.charset.StandardCharsets;

/// Keeps bucket rows and the names of those that live.
final class BucketFold {
    private final Folding folding;

    BucketFold(Folding folding) {
        this.folding = folding;
    }

    void create(BucketCreated event) {
        Bucket bucket =
                new Bucket(
                        event.bucket(),
                        event.name(),
                        event.owner(),
                        folding.wall(),
                        event.settings(),
                        HybridTime.ZERO);
        put(new BucketRow(bucket, false));
        byte[] id = RowKeys.bucket(event.bucket());
        folding.rows().put(Table.BUCKET_NAMES, nameKey(event.name()), id);
    }

    void change(BucketSettings settings) {
        put(existing().with(settings));
    }

    void raiseFloor(HybridTime floor) {
        BucketRow row = existing();
        if (floor.compareTo(row.bucket().historyFloor()) > 0) {
            put(row.with(floor));
        }
    }

    void delete() {
        BucketRow row = existing();
        folding.rows().delete(Table.BUCKET_NAMES, nameKey(row.bucket().name()));
        put(row.asDeleted());
        folding.forgetIfGone();
    }

    private BucketRow existing() {
        BucketRow row = folding.bucketRow();
        if (row == null) {
            throw new IllegalStateException("no bucket " + folding.bucket());
        }
        return row;
    }

    private void put(BucketRow row) {
        folding.rows().put(Table.BUCKETS, RowKeys.bucket(folding.bucket()), row.bytes());
    }

    static byte[] nameKey(BucketName name) {
        return name.value().getBytes(StandardCharsets.US_ASCII);
    }
}
