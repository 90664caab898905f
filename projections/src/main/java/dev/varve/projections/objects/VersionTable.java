package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds versions of one bucket.
final class VersionTable {
    private final ViewReader rows;
    private final BucketId bucket;

    VersionTable(ViewReader rows, BucketId bucket) {
        this.rows = rows;
        this.bucket = bucket;
    }

    /// The newest version that is not hidden at a time.
    Optional<Version> current(ObjectKey key, HybridTime time) {
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            return Optional.ofNullable(cursor.seekCurrent(RowKeys.key(bucket, key), time));
        }
    }

    Optional<Version> version(ObjectKey key, VersionId id, HybridTime time) {
        byte[] ofVersion = RowKeys.version(bucket, key, id);
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            if (!cursor.seek(ofVersion) || !RowKeys.startsWith(cursor.row(), ofVersion)) {
                return Optional.empty();
            }
            return Optional.ofNullable(cursor.asOf(time));
        }
    }

    /// A version's newest revision.
    @Nullable VersionRow newest(ObjectKey key, VersionId id) {
        byte[] ofVersion = RowKeys.version(bucket, key, id);
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            boolean found = cursor.seek(ofVersion) && RowKeys.startsWith(cursor.row(), ofVersion);
            return found ? cursor.read() : null;
        }
    }

    /// One revision, which must exist.
    VersionRow revision(ObjectKey key, VersionId id, @Nullable Stamp revision) {
        VersionRow row = find(key, id, revision);
        if (row == null) {
            throw new IllegalStateException("the indexes name a version that is not there: " + id);
        }
        return row;
    }

    @Nullable VersionRow find(ObjectKey key, VersionId id, @Nullable Stamp revision) {
        byte[] row = RowKeys.revision(RowKeys.version(bucket, key, id), revision);
        byte[] value = rows.get(Table.VERSIONS, row);
        return value == null ? null : VersionRow.read(key, id, revision, value);
    }

    /// The newest visible version if it is an object.
    @Nullable VersionRow currentObject(ObjectKey key) {
        Optional<Version> current = current(key, HybridTime.MAX);
        return current.filter(Version::isObject)
                .map(version -> newest(key, version.id()))
                .orElse(null);
    }
}
