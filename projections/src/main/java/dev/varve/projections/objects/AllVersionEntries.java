package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.projections.ViewReader;

/// Every version of a bucket as it is now, hidden or not.
final class AllVersionEntries implements Entries<Version> {
    private final VersionCursor cursor;

    AllVersionEntries(ViewReader rows, BucketId bucket) {
        this.cursor = new VersionCursor(rows, bucket);
    }

    @Override
    public boolean seek(byte[] row) {
        return cursor.seek(row);
    }

    @Override
    public boolean next() {
        return cursor.nextVersion();
    }

    @Override
    public byte[] row() {
        return cursor.row();
    }

    @Override
    public Version entry() {
        return cursor.read().version();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
