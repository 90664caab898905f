package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.ListPage.ListedVersion;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pages of one bucket's keys, versions and uploads.
final class Listings {
    private final ViewReader rows;
    private final BucketId bucket;

    Listings(ViewReader rows, BucketId bucket) {
        this.rows = rows;
        this.bucket = bucket;
    }

    ListPage list(ListQuery query) {
        try (Entries<ListedObject> entries = objects(query.asOf())) {
            Walk<ListedObject> walk = walk(query);
            walk.after(entries, query.after().toArray());
            byte[] next = walk.next();
            return new ListPage(
                    walk.entries(), walk.commonPrefixes(), next == null ? null : Bytes.of(next));
        }
    }

    private Entries<ListedObject> objects(HybridTime asOf) {
        return asOf.equals(HybridTime.MAX)
                ? new CurrentEntries(rows, bucket)
                : new AsOfEntries(rows, bucket, asOf);
    }

    VersionPage versions(ListQuery query, @Nullable VersionMarker marker) {
        try (VersionEntries entries = new VersionEntries(rows, bucket, query.asOf())) {
            Walk<ListedVersion> walk = walk(query);
            if (marker == null) {
                walk.after(entries, query.after().toArray());
            } else {
                from(walk, entries, marker);
            }
            return new VersionPage(walk.entries(), walk.commonPrefixes(), next(walk));
        }
    }

    private static @Nullable VersionMarker next(Walk<ListedVersion> walk) {
        byte[] next = walk.next();
        if (next == null) {
            return null;
        }
        VersionId version = walk.endsInCommonPrefix() ? null : walk.lastEntry().version().id();
        return new VersionMarker(Bytes.of(next), version);
    }

    List<Version> all(byte[] prefix, @Nullable VersionMarker marker, int limit) {
        try (AllVersionEntries entries = new AllVersionEntries(rows, bucket)) {
            Walk<Version> walk = new Walk<>(bucket, prefix, new byte[0], limit);
            return marker == null
                    ? walk.after(entries, new byte[0]).entries()
                    : from(walk, entries, marker).entries();
        }
    }

    private <T> Walk<T> from(Walk<T> walk, Entries<T> entries, VersionMarker marker) {
        byte[] key = marker.key().toArray();
        VersionId version = marker.version();
        if (version == null || key.length == 0) {
            return walk.after(entries, key);
        }
        byte[] ofVersion = RowKeys.version(bucket, key, version);
        return walk.within(entries, key, RowKeys.afterVersion(ofVersion));
    }

    UploadPage uploads(byte[] prefix, byte[] delimiter, @Nullable UploadMarker marker, int limit) {
        try (UploadEntries entries = new UploadEntries(rows, bucket)) {
            Walk<Upload> walk = new Walk<>(bucket, prefix, delimiter, limit);
            UploadId upload = marker == null ? null : marker.upload();
            if (marker != null && upload != null) {
                byte[] row = RowKeys.upload(bucket, marker.key(), upload);
                walk.within(entries, marker.key().utf8(), RowKeys.afterUpload(row));
            } else {
                walk.after(entries, marker == null ? new byte[0] : marker.key().utf8());
            }
            return new UploadPage(walk.entries(), walk.commonPrefixes(), nextUpload(walk));
        }
    }

    private static @Nullable UploadMarker nextUpload(Walk<Upload> walk) {
        byte[] next = walk.next();
        if (next == null) {
            return null;
        }
        UploadId upload = walk.endsInCommonPrefix() ? null : walk.lastEntry().id();
        return new UploadMarker(ObjectKey.ofUtf8(next), upload);
    }

    private <T> Walk<T> walk(ListQuery query) {
        return new Walk<>(
                bucket, query.prefix().toArray(), query.delimiter().toArray(), query.limit());
    }
}
