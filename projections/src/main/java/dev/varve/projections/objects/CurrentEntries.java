package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ListPage.ListedObject;

/// The current objects of a bucket, from their own index.
final class CurrentEntries implements Entries<ListedObject> {
    private final RowCursor cursor;
    private final byte[] bucket;

    CurrentEntries(ViewReader rows, BucketId bucket) {
        this.cursor = rows.scan(Table.CURRENT);
        this.bucket = RowKeys.bucket(bucket);
    }

    @Override
    public boolean seek(byte[] row) {
        return cursor.seek(row) && RowKeys.startsWith(cursor.key(), bucket);
    }

    @Override
    public boolean next() {
        return cursor.next() && RowKeys.startsWith(cursor.key(), bucket);
    }

    @Override
    public byte[] row() {
        return cursor.key();
    }

    @Override
    public ListedObject entry() {
        byte[] row = cursor.key();
        return CurrentRow.read(cursor.value())
                .listed(KeyEscape.read(row, RowKeys.BUCKET_BYTES, row.length));
    }

    @Override
    public void close() {
        cursor.close();
    }
}
