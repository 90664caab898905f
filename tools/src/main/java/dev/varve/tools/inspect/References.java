package dev.varve.tools.inspect;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Content;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts anew how often versions and parts name each blob, from their rows alone. Versions of
/// deleted buckets are not found this way.
public final class References {
    private static final int PAGE = 1000;
    private static final byte[] FIRST_KEY = {};
    private final ObjectView view;
    private final Map<BlobId, Long> counts = new HashMap<>();

    private References(ViewReader rows) {
        this.view = ObjectView.asStored(rows);
    }

    public static Map<BlobId, Long> count(ViewReader rows) {
        References references = new References(rows);
        references.countBuckets();
        return references.counts;
    }

    /// How many blobs the view itself counts references to.
    public static long stored(ViewReader rows) {
        try (RowCursor cursor = rows.scan(Table.BLOB_REFERENCES)) {
            long found = 0;
            for (boolean on = cursor.seek(FIRST_KEY); on; on = cursor.next()) {
                found++;
            }
            return found;
        }
    }

    private void countBuckets() {
        String after = "";
        for (List<Bucket> page = view.buckets("", after, PAGE);
                !page.isEmpty();
                page = view.buckets("", after, PAGE)) {
            page.forEach(bucket -> count(bucket.id()));
            after = page.getLast().name().value();
        }
    }

    private void count(BucketId bucket) {
        VersionMarker marker = null;
        for (List<Version> page = view.allVersions(bucket, Bytes.EMPTY, marker, PAGE);
                !page.isEmpty();
                page = view.allVersions(bucket, Bytes.EMPTY, marker, PAGE)) {
            page.stream()
                    .filter(Version::holdsBytes)
                    .forEach(version -> add(version.object().content()));
            Version last = page.getLast();
            marker = new VersionMarker(Bytes.of(last.key().utf8()), last.id());
        }
        countUploads(bucket);
    }

    private void countUploads(BucketId bucket) {
        UploadMarker marker = null;
        do {
            UploadPage page = view.listUploads(bucket, Bytes.EMPTY, Bytes.EMPTY, marker, PAGE);
            for (Upload upload : page.uploads()) {
                view.parts(upload.id(), 0, PAGE * 10).forEach(part -> add(part.content()));
            }
            marker = page.next();
        } while (marker != null);
    }

    private void add(Content content) {
        content.blobs().forEach(blob -> counts.merge(blob, 1L, Long::sum));
    }
}
