package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Walks the VERSIONS rows of one bucket by key and by version.
final class VersionCursor implements AutoCloseable {
    private final RowCursor cursor;
    private final byte[] bucket;
    private boolean on;

    VersionCursor(ViewReader rows, BucketId bucket) {
        this.cursor = rows.scan(Table.VERSIONS);
        this.bucket = RowKeys.bucket(bucket);
    }

    boolean seek(byte[] row) {
        on = cursor.seek(row) && RowKeys.startsWith(cursor.key(), bucket);
        return on;
    }

    boolean next() {
        on = cursor.next() && RowKeys.startsWith(cursor.key(), bucket);
        return on;
    }

    /// Whether the last move found a row.
    boolean isOn() {
        return on;
    }

    /// Seeks a key's newest version that is not hidden at a time. Without one the cursor is on the
    /// first row after the key's, if any.
    @Nullable Version seekCurrent(byte[] ofKey, HybridTime time) {
        seek(RowKeys.versionsUntil(ofKey, time));
        return currentFromHere(ofKey, time);
    }

    /// The same from a row of the key. Mostly there is one version made later at most, and a step over that
    /// is cheaper than a seek.
    @Nullable Version currentOfThisKey(HybridTime time) {
        byte[] ofKey = ofKey();
        if (isAfter(time)) {
            nextVersion();
        }
        boolean more = on && RowKeys.startsWith(cursor.key(), ofKey) && isAfter(time);
        return more ? seekCurrent(ofKey, time) : currentFromHere(ofKey, time);
    }

    private boolean isAfter(HybridTime time) {
        return id().stamp().time().compareTo(time) > 0;
    }

    private @Nullable Version currentFromHere(byte[] ofKey, HybridTime time) {
        while (on && RowKeys.startsWith(cursor.key(), ofKey)) {
            Version version = asOf(time);
            if (version != null && version.hiddenAt() == null) {
                return version;
            }
            nextVersion();
        }
        return null;
    }

    byte[] row() {
        return cursor.key();
    }

    /// Where the escaped key of this row ends.
    int end() {
        return KeyEscape.end(cursor.key(), RowKeys.BUCKET_BYTES);
    }

    /// What all rows of this row's key start with.
    byte[] ofKey() {
        return Arrays.copyOf(cursor.key(), end());
    }

    ObjectKey key() {
        return KeyEscape.read(cursor.key(), RowKeys.BUCKET_BYTES, end());
    }

    VersionId id() {
        return RowKeys.versionOf(cursor.key(), end());
    }

    VersionRow read() {
        return VersionRow.read(key(), cursor.key(), end(), cursor.value());
    }

    /// Past all revisions of this row's version.
    boolean nextVersion() {
        byte[] ofVersion = Arrays.copyOf(cursor.key(), end() + Stamp.BYTES);
        return leave(ofVersion, RowKeys.afterVersion(ofVersion));
    }

    /// Past all versions of this row's key.
    boolean nextKey() {
        byte[] ofKey = ofKey();
        byte[] after = ofKey.clone();
        after[after.length - 1] = KeyEscape.PAST_END;
        return leave(ofKey, after);
    }

    /// A step is many times cheaper than a seek, and mostly enough.
    private boolean leave(byte[] prefix, byte[] after) {
        boolean inside = next() && RowKeys.startsWith(cursor.key(), prefix);
        return inside ? seek(after) : on;
    }

    /// From a version's newest revision: the version as of a time, null when made later.
    @Nullable Version asOf(HybridTime time) {
        VersionRow newest = read();
        if (newest.version().id().stamp().time().compareTo(time) > 0) {
            return null;
        }
        VersionRow then = newest;
        if (isAfter(then, time)) {
            then = earlier(next(), newest);
        }
        if (isAfter(then, time)) {
            byte[] ofVersion = Arrays.copyOf(cursor.key(), end() + Stamp.BYTES);
            then = earlier(seek(RowKeys.revisionsUntil(ofVersion, time)), newest);
        }
        HybridTime hiddenAt = newest.version().hiddenAt();
        boolean hidden = hiddenAt != null && hiddenAt.compareTo(time) <= 0;
        return then.asOf(hidden ? hiddenAt : null, newest.version().bytesReleased());
    }

    private static boolean isAfter(VersionRow row, HybridTime time) {
        Stamp revision = row.revision();
        return revision != null && revision.time().compareTo(time) > 0;
    }

    private VersionRow earlier(boolean found, VersionRow newest) {
        if (!found) {
            throw new IllegalStateException("no first revision of " + newest.version().id());
        }
        return read();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
