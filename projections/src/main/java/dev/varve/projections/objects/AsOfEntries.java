package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ListPage.ListedObject;
import org.jspecify.annotations.Nullable;

/// The objects that were current at a time, from the versions of every key.
final class AsOfEntries implements Entries<ListedObject> {
    private final VersionCursor cursor;
    private final HybridTime time;
    private @Nullable Version found;

    AsOfEntries(ViewReader rows, BucketId bucket, HybridTime time) {
        this.cursor = new VersionCursor(rows, bucket);
        this.time = time;
    }

    @Override
    public boolean seek(byte[] row) {
        return settle(cursor.seek(row));
    }

    @Override
    public boolean next() {
        return settle(cursor.nextKey());
    }

    /// From a row of a key: on to the first key with an object then.
    private boolean settle(boolean onKey) {
        boolean on = onKey;
        while (on) {
            Version version = cursor.currentOfThisKey(time);
            if (version != null && version.isObject()) {
                found = version;
                return true;
            }
            on = version == null ? cursor.isOn() : cursor.nextKey();
        }
        found = null;
        return false;
    }

    @Override
    public byte[] row() {
        return cursor.row();
    }

    @Override
    public ListedObject entry() {
        Version version = found;
        if (version == null) {
            throw new IllegalStateException("not on an entry");
        }
        return new ListedObject(
                version.key(),
                version.id(),
                version.size(),
                version.object().etag(),
                version.modified(),
                version.object().checksums());
    }

    @Override
    public void close() {
        cursor.close();
    }
}
