package dev.varve.projections.objects;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs of rows that need no delimiter.
final class Scans {
    private final ViewReader rows;

    Scans(ViewReader rows) {
        this.rows = rows;
    }

    boolean isEmpty(Table table, byte[] prefix) {
        return rowsOf(table, prefix, prefix, 1, RowCursor::key).isEmpty();
    }

    List<BucketId> bucketIds(Bytes prefix, Bytes after, int limit) {
        byte[] start = justAfter(after.toArray());
        byte[] first = prefix.toArray();
        boolean inside = after.length() > 0 && Arrays.compareUnsigned(start, first) > 0;
        return rowsOf(
                Table.BUCKET_NAMES,
                first,
                inside ? start : first,
                limit,
                cursor -> RowKeys.bucketOf(cursor.value(), 0));
    }

    List<Version> history(BucketId bucket, ObjectKey key, @Nullable VersionId after, int limit) {
        byte[] ofKey = RowKeys.key(bucket, key);
        List<Version> found = new ArrayList<>();
        try (VersionCursor cursor = new VersionCursor(rows, bucket)) {
            cursor.seek(
                    after == null
                            ? ofKey
                            : RowKeys.afterVersion(RowKeys.version(bucket, key, after)));
            while (found.size() < limit
                    && cursor.isOn()
                    && RowKeys.startsWith(cursor.row(), ofKey)) {
                found.add(cursor.read().version());
                cursor.nextVersion();
            }
        }
        return found;
    }

    List<Part> parts(UploadId upload, int afterNumber, int limit) {
        byte[] start = RowKeys.part(upload, Math.max(0, afterNumber + 1));
        return rowsOf(
                Table.PARTS,
                RowKeys.parts(upload),
                start,
                limit,
                cursor -> PartRow.read(cursor.key(), cursor.value()).part());
    }

    List<Upload> uploads(@Nullable Upload after, int limit) {
        byte[] start =
                after == null
                        ? new byte[0]
                        : justAfter(RowKeys.upload(after.bucket(), after.key(), after.id()));
        return rowsOf(Table.UPLOADS, new byte[0], start, limit, this::upload);
    }

    private Upload upload(RowCursor cursor) {
        byte[] row = cursor.key();
        int end = KeyEscape.end(row, RowKeys.BUCKET_BYTES);
        ObjectKey key = KeyEscape.read(row, RowKeys.BUCKET_BYTES, end);
        UploadId id = new UploadId(RowKeys.lastStamp(row));
        return UploadRow.read(RowKeys.bucketOf(row, 0), key, id, cursor.value())
                .with(TermsRow.find(rows, row));
    }

    /// @param by of whose versions alone; null for all
    /// @param after where to go on; null at the beginning
    List<DueVersion> due(
            Table table,
            Instant until,
            @Nullable NodeId by,
            @Nullable DueVersion after,
            int limit) {
        List<DueVersion> found = new ArrayList<>();
        byte[] start = after == null ? new byte[0] : justAfter(row(after));
        try (RowCursor cursor = rows.scan(table)) {
            boolean on = cursor.seek(start);
            while (on && found.size() < limit && !dueOf(cursor).isAfter(until)) {
                DueVersion due = due(cursor);
                if (by == null || due.version().stamp().origin().node().equals(by)) {
                    found.add(due);
                }
                on = cursor.next();
            }
        }
        return found;
    }

    private static byte[] row(DueVersion due) {
        return RowKeys.due(due.due().toEpochMilli(), due.bucket(), due.key(), due.version());
    }

    private static Instant dueOf(RowCursor cursor) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(cursor.key()).getLong());
    }

    private static DueVersion due(RowCursor cursor) {
        byte[] row = cursor.key();
        int from = Long.BYTES + RowKeys.BUCKET_BYTES;
        return new DueVersion(
                RowKeys.bucketOf(row, Long.BYTES),
                KeyEscape.read(row, from, KeyEscape.end(row, from)),
                new VersionId(RowKeys.lastStamp(row)),
                dueOf(cursor));
    }

    List<BucketId> lifecycles(@Nullable BucketId after, int limit) {
        byte[] start = after == null ? new byte[0] : justAfter(RowKeys.bucket(after));
        return rowsOf(
                Table.LIFECYCLES,
                new byte[0],
                start,
                limit,
                cursor -> RowKeys.bucketOf(cursor.key(), 0));
    }

    List<BlobId> orphans(int limit) {
        return rowsOf(Table.ORPHANS, new byte[0], new byte[0], limit, Scans::blob);
    }

    List<BlobId> referenced(@Nullable BlobId after, int limit) {
        byte[] start = after == null ? new byte[0] : justAfter(RowKeys.blob(after));
        return rowsOf(Table.BLOB_REFERENCES, new byte[0], start, limit, Scans::blob);
    }

    private static BlobId blob(RowCursor cursor) {
        ByteBuffer in = ByteBuffer.wrap(cursor.key());
        BlobId.Algorithm algorithm = BlobId.Algorithm.ofTag(in.get());
        return new BlobId(algorithm, in.getInt(), Hash256.read(in));
    }

    /// The row that counts keys is before all of them.
    List<AccessKey> accessKeys(String after, int limit) {
        byte[] start = justAfter(after.getBytes(StandardCharsets.UTF_8));
        return rowsOf(Table.ACCESS_KEYS, new byte[0], start, limit, AccessRow::read);
    }

    /// The row that counts webhooks is before all of them.
    List<Webhook> webhooks(String after, int limit) {
        byte[] start = justAfter(after.getBytes(StandardCharsets.UTF_8));
        return rowsOf(Table.WEBHOOKS, new byte[0], start, limit, WebhookRows::read);
    }

    private <T> List<T> rowsOf(
            Table table, byte[] prefix, byte[] start, int limit, Function<RowCursor, T> read) {
        List<T> found = new ArrayList<>();
        try (RowCursor cursor = rows.scan(table)) {
            boolean on = cursor.seek(start);
            while (on && found.size() < limit && RowKeys.startsWith(cursor.key(), prefix)) {
                found.add(read.apply(cursor));
                on = cursor.next();
            }
        }
        return found;
    }

    private static byte[] justAfter(byte[] row) {
        return Arrays.copyOf(row, row.length + 1);
    }
}
