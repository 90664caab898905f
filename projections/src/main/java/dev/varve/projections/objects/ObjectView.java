package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the rows that [ObjectFold] writes: over a snapshot, or over changes under way.
public final class ObjectView implements ObjectReader {
    private final ViewReader rows;

    public ObjectView(ViewReader rows) {
        this.rows = rows;
    }

    @Override
    public Optional<Bucket> bucket(BucketName name) {
        byte[] id = rows.get(Table.BUCKET_NAMES, BucketFold.nameKey(name));
        return id == null ? Optional.empty() : bucket(RowKeys.bucketOf(id, 0));
    }

    @Override
    public Optional<Bucket> bucket(BucketId id) {
        return Optional.ofNullable(rows.get(Table.BUCKETS, RowKeys.bucket(id)))
                .map(value -> BucketRow.read(id, value))
                .filter(row -> !row.deleted())
                .map(BucketRow::bucket);
    }

    @Override
    public List<Bucket> buckets(String prefix, String after, int limit) {
        return new Scans(rows)
                .bucketIds(Bytes.utf8(prefix), Bytes.utf8(after), limit).stream()
                        .map(id -> bucket(id).orElseThrow(() -> dangling(id)))
                        .toList();
    }

    private static IllegalStateException dangling(BucketId id) {
        return new IllegalStateException("a name stands for a bucket that is not there: " + id);
    }

    @Override
    public Optional<LinkEnd> linkEnd(LinkId link, String issuer) {
        return Optional.ofNullable(rows.get(Table.LINKS, LinkRows.link(link, issuer)))
                .map(LinkRows::end);
    }

    @Override
    public Optional<LinkEpoch> linksRevoked(String issuer) {
        return Optional.ofNullable(rows.get(Table.LINK_ISSUERS, LinkRows.issuer(issuer)))
                .map(value -> LinkRows.issuerRow(value).epoch());
    }

    @Override
    public Usage usage(BucketId bucket) {
        return UsageRow.read(rows.get(Table.USAGE, RowKeys.bucket(bucket)));
    }

    @Override
    public Usage totalUsage() {
        return UsageRow.read(rows.get(Table.USAGE, Folding.totalKey()));
    }

    @Override
    public Optional<Version> current(BucketId bucket, ObjectKey key, HybridTime asOf) {
        VersionTable versions = new VersionTable(rows, bucket);
        if (asOf.equals(HybridTime.MAX)) {
            byte[] current = rows.get(Table.CURRENT, RowKeys.key(bucket, key));
            if (current != null) {
                CurrentRow row = CurrentRow.read(current);
                return Optional.of(versions.revision(key, row.id(), row.revision()).version());
            }
        }
        return versions.current(key, asOf);
    }

    @Override
    public Optional<Version> version(
            BucketId bucket, ObjectKey key, VersionId id, HybridTime asOf) {
        return new VersionTable(rows, bucket).version(key, id, asOf);
    }

    @Override
    public Optional<Version> nullVersion(BucketId bucket, ObjectKey key) {
        VersionId id = Head.read(rows, RowKeys.key(bucket, key)).visibleNull();
        return id == null ? Optional.empty() : version(bucket, key, id, HybridTime.MAX);
    }

    @Override
    public List<Version> history(
            BucketId bucket, ObjectKey key, @Nullable VersionId after, int limit) {
        return new Scans(rows).history(bucket, key, after, limit);
    }

    @Override
    public ListPage list(BucketId bucket, ListQuery query) {
        return new Listings(rows, bucket).list(query);
    }

    @Override
    public VersionPage listVersions(
            BucketId bucket, ListQuery query, @Nullable VersionMarker marker) {
        return new Listings(rows, bucket).versions(query, marker);
    }

    @Override
    public List<Version> allVersions(
            BucketId bucket, Bytes prefix, @Nullable VersionMarker after, int limit) {
        return new Listings(rows, bucket).all(prefix.toArray(), after, limit);
    }

    @Override
    public Optional<Upload> upload(BucketId bucket, ObjectKey key, UploadId id) {
        byte[] row = RowKeys.upload(bucket, key, id);
        return Optional.ofNullable(rows.get(Table.UPLOADS, row))
                .map(value -> UploadRow.read(bucket, key, id, value))
                .map(upload -> upload.with(TermsRow.find(rows, row)));
    }

    @Override
    public List<Upload> uploads(@Nullable Upload after, int limit) {
        return new Scans(rows).uploads(after, limit);
    }

    @Override
    public List<Part> parts(UploadId upload, int afterNumber, int limit) {
        return new Scans(rows).parts(upload, afterNumber, limit);
    }

    @Override
    public Optional<Part> part(UploadId upload, int number) {
        byte[] row = RowKeys.part(upload, number);
        return Optional.ofNullable(rows.get(Table.PARTS, row))
                .map(value -> PartRow.read(row, value));
    }

    @Override
    public UploadPage listUploads(
            BucketId bucket,
            Bytes prefix,
            Bytes delimiter,
            @Nullable UploadMarker marker,
            int limit) {
        return new Listings(rows, bucket)
                .uploads(prefix.toArray(), delimiter.toArray(), marker, limit);
    }

    @Override
    public long references(BlobId blob) {
        return References.count(rows.get(Table.BLOB_REFERENCES, RowKeys.blob(blob)));
    }

    @Override
    public List<DueVersion> due(Instant until, int limit) {
        return new Scans(rows).due(until, limit);
    }

    @Override
    public boolean isEmpty(BucketId bucket) {
        byte[] prefix = RowKeys.bucket(bucket);
        Scans scans = new Scans(rows);
        return scans.isEmpty(Table.VERSIONS, prefix) && scans.isEmpty(Table.UPLOADS, prefix);
    }

    @Override
    public List<BlobId> orphans(int limit) {
        return new Scans(rows).orphans(limit);
    }

    @Override
    public Optional<AccessKey> accessKey(AccessKeyId id) {
        return Optional.ofNullable(rows.get(Table.ACCESS_KEYS, AccessRow.key(id)))
                .map(value -> AccessRow.read(id, value));
    }

    @Override
    public List<AccessKey> accessKeys(String after, int limit) {
        return new Scans(rows).accessKeys(after, limit);
    }

    @Override
    public int accessKeyCount() {
        return AccessRow.count(rows);
    }

    /// Takes a blob off this node's list of orphans: no event, and nothing the digest covers.
    public static void forgetOrphan(ViewChanges changes, BlobId blob) {
        changes.delete(Table.ORPHANS, RowKeys.blob(blob));
    }
}
