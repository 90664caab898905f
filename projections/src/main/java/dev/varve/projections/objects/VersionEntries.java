package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.Version.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The versions that clients see at a time: objects and delete markers, newest first in each key.
final class VersionEntries implements Entries<ListedVersion> {
    private final VersionCursor cursor;
    private final VersionTable versions;
    private final HybridTime time;
    private @Nullable Version found;

    /// The key last looked at, and its version that was current at the time.
    private byte[] ofKey = {};

    private @Nullable VersionId current;

    VersionEntries(ViewReader rows, BucketId bucket, HybridTime time) {
        this.cursor = new VersionCursor(rows, bucket);
        this.versions = new VersionTable(rows, bucket);
        this.time = time;
    }

    @Override
    public boolean seek(byte[] row) {
        return settle(cursor.seek(row));
    }

    @Override
    public boolean next() {
        return settle(cursor.nextVersion());
    }

    private boolean settle(boolean onVersion) {
        boolean on = onVersion;
        while (on) {
            Version version = cursor.asOf(time);
            if (version != null && isVisible(version)) {
                found = version;
                return true;
            }
            on = cursor.nextVersion();
        }
        found = null;
        return false;
    }

    private static boolean isVisible(Version version) {
        return version.hiddenAt() == null && version.kind() != Kind.TOMBSTONE;
    }

    @Override
    public byte[] row() {
        return cursor.row();
    }

    @Override
    public ListedVersion entry() {
        Version version = found;
        if (version == null) {
            throw new IllegalStateException("not on an entry");
        }
        return new ListedVersion(version, version.id().equals(currentOf(version)));
    }

    /// Looked up, since a page may begin below a key's current version.
    private @Nullable VersionId currentOf(Version version) {
        byte[] key = cursor.ofKey();
        if (!Arrays.equals(key, ofKey)) {
            ofKey = key;
            current = versions.current(version.key(), time).map(Version::id).orElse(null);
        }
        return current;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
