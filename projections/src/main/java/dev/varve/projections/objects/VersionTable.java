package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.util.ArrayList;
import java.util.List;
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

    /// Whether there is any version of a key, hidden or not.
    boolean hasAny(ObjectKey key) {
        byte[] ofKey = RowKeys.key(bucket, key);
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            return cursor.seek(ofKey) && RowKeys.startsWith(cursor.row(), ofKey);
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

    /// All revisions of a version, the newest first.
    List<VersionRow> revisions(ObjectKey key, VersionId id) {
        byte[] ofVersion = RowKeys.version(bucket, key, id);
        List<VersionRow> revisions = new ArrayList<>();
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            boolean on = cursor.seek(ofVersion);
            while (on && RowKeys.startsWith(cursor.row(), ofVersion)) {
                revisions.add(cursor.read());
                on = cursor.next();
            }
        }
        return revisions;
    }

    /// The version that clients know as `null`, found among all of the key.
    @Nullable VersionId visibleNull(ObjectKey key) {
        VersionRow newest = nullFrom(key, RowKeys.key(bucket, key));
        if (newest == null || newest.isHidden()) {
            return null;
        }
        Version version = newest.version();
        return version.kind() == Version.Kind.TOMBSTONE ? null : version.id();
    }

    /// The oldest version with the null version's name that is newer than a stamp; null when there is
    /// none. Looks at all newer ones.
    @Nullable Version nullAfter(ObjectKey key, Stamp stamp) {
        byte[] ofKey = RowKeys.key(bucket, key);
        Version found = null;
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            boolean on = cursor.seek(ofKey);
            while (on
                    && RowKeys.startsWith(cursor.row(), ofKey)
                    && cursor.id().stamp().compareTo(stamp) > 0) {
                Version version = cursor.read().version();
                found = version.nullVersion() ? version : found;
                on = cursor.nextVersion();
            }
        }
        return found;
    }

    /// The newest version with the null version's name that is older than a stamp, hidden or not.
    @Nullable VersionRow nullBefore(ObjectKey key, Stamp stamp) {
        byte[] ofStamp = RowKeys.version(bucket, key, new VersionId(stamp));
        return nullFrom(key, RowKeys.afterVersion(ofStamp));
    }

    private @Nullable VersionRow nullFrom(ObjectKey key, byte[] start) {
        byte[] ofKey = RowKeys.key(bucket, key);
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            boolean on = cursor.seek(start);
            while (on && RowKeys.startsWith(cursor.row(), ofKey)) {
                VersionRow row = cursor.read();
                if (row.version().nullVersion()) {
                    return row;
                }
                on = cursor.nextVersion();
            }
        }
        return null;
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

    /// The current object, as the index has it.
    Optional<Version> indexed(ObjectKey key) {
        byte[] value = rows.get(Table.CURRENT, RowKeys.key(bucket, key));
        if (value == null) {
            return Optional.empty();
        }
        CurrentRow row = CurrentRow.read(value);
        return Optional.of(revision(key, row.id(), row.revision()).version());
    }

    /// The newest visible version if it is an object.
    @Nullable VersionRow currentObject(ObjectKey key) {
        Optional<Version> current = current(key, HybridTime.MAX);
        return current.filter(Version::isObject)
                .map(version -> newest(key, version.id()))
                .orElse(null);
    }
}
