package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;

/// The open uploads of a bucket by key, the oldest first in each.
final class UploadEntries implements Entries<Upload> {
    private final ViewReader rows;
    private final RowCursor cursor;
    private final BucketId bucket;
    private final byte[] prefix;

    UploadEntries(ViewReader rows, BucketId bucket) {
        this.rows = rows;
        this.cursor = rows.scan(Table.UPLOADS);
        this.bucket = bucket;
        this.prefix = RowKeys.bucket(bucket);
    }

    @Override
    public boolean seek(byte[] row) {
        return cursor.seek(row) && RowKeys.startsWith(cursor.key(), prefix);
    }

    @Override
    public boolean next() {
        return cursor.next() && RowKeys.startsWith(cursor.key(), prefix);
    }

    @Override
    public byte[] row() {
        return cursor.key();
    }

    @Override
    public Upload entry() {
        byte[] row = cursor.key();
        int end = KeyEscape.end(row, RowKeys.BUCKET_BYTES);
        ObjectKey key = KeyEscape.read(row, RowKeys.BUCKET_BYTES, end);
        UploadId id = new UploadId(RowKeys.lastStamp(row));
        return UploadRow.read(bucket, key, id, cursor.value()).with(TermsRow.find(rows, row));
    }

    @Override
    public void close() {
        cursor.close();
    }
}
