package dev.varve.projections.objects;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Row keys whose byte order is the order that reads want.
///
/// | table | key |
/// |---|---|
/// | BUCKETS, USAGE | bucket (8) |
/// | CURRENT, NULL_VERSIONS | bucket ‖ key |
/// | VERSIONS | bucket ‖ key ‖ inverted stamp (20) ‖ `01`, or `00` ‖ inverted revision stamp (20) |
/// | UPLOADS, UPLOAD_TERMS | bucket ‖ key ‖ stamp (20) |
/// | PARTS | upload stamp (20) ‖ number (4) |
/// | BLOB_REFERENCES, ORPHANS | algorithm (1) ‖ domain (4) ‖ hash (32) |
/// | ACCESS_KEYS | id (20), empty for their number |
/// | LINKS | id (16) ‖ issuer |
/// | LINK_ISSUERS | `01` ‖ issuer, and by when they may go `02` ‖ millis (8) ‖ issuer |
/// | WEBHOOKS | name, empty for their number |
/// | NOTIFICATIONS | `01` ‖ bucket, rules; `02` ‖ bucket, its name once it is gone, and by when it went `03` ‖ millis (8) ‖ bucket |
/// | DUE, BYTES_DUE | millis (8) ‖ bucket ‖ key ‖ stamp (20) |
///
/// A version's newest revision is its first row, the version as it was made its last. Keys are
/// escaped as [KeyEscape] says.
final class RowKeys {
    static final int BUCKET_BYTES = Long.BYTES;
    private static final byte REVISED = 0;
    private static final byte AS_MADE = 1;

    private RowKeys() {}

    static byte[] bucket(BucketId bucket) {
        return ByteBuffer.allocate(BUCKET_BYTES).putLong(bucket.value()).array();
    }

    static byte[] key(BucketId bucket, ObjectKey key) {
        return KeyEscape.key(bucket, key.utf8(), KeyEscape.END, 0);
    }

    static byte[] prefix(BucketId bucket, byte[] prefix) {
        return KeyEscape.prefix(bucket, prefix);
    }

    /// Before every row of keys greater than this one, after every row of this key.
    static byte[] afterKey(BucketId bucket, byte[] key) {
        return KeyEscape.key(bucket, key, KeyEscape.PAST_END, 0);
    }

    /// What all rows of a version start with.
    static byte[] version(BucketId bucket, ObjectKey key, VersionId version) {
        return version(bucket, key.utf8(), version);
    }

    static byte[] version(BucketId bucket, byte[] key, VersionId version) {
        byte[] row = KeyEscape.key(bucket, key, KeyEscape.END, Stamp.BYTES);
        invert(row, row.length - Stamp.BYTES, version.stamp());
        return row;
    }

    /// After every row of a version, given what they all start with.
    static byte[] afterVersion(byte[] version) {
        byte[] row = Arrays.copyOf(version, version.length + 1);
        row[version.length] = AS_MADE + 1;
        return row;
    }

    /// The row of a version as `revision` left it, null for as it was made.
    static byte[] revision(byte[] version, @Nullable Stamp revision) {
        byte[] row = Arrays.copyOf(version, version.length + (revision == null ? 1 : 21));
        row[version.length] = revision == null ? AS_MADE : REVISED;
        if (revision != null) {
            invert(row, version.length + 1, revision);
        }
        return row;
    }

    /// Before every row of a version as revisions of `time` or earlier left it, and as it was made; after
    /// those of later ones.
    static byte[] revisionsUntil(byte[] version, HybridTime time) {
        byte[] row = Arrays.copyOf(version, version.length + 1 + Long.BYTES);
        row[version.length] = REVISED;
        ByteBuffer.wrap(row).putLong(version.length + 1, ~time.packed());
        return row;
    }

    /// Before every row of a key's versions made at `time` or earlier, after those made later.
    static byte[] versionsUntil(byte[] ofKey, HybridTime time) {
        byte[] row = Arrays.copyOf(ofKey, ofKey.length + Long.BYTES);
        ByteBuffer.wrap(row).putLong(ofKey.length, ~time.packed());
        return row;
    }

    /// The version of the VERSIONS row whose escaped key ends at `end`.
    static VersionId versionOf(byte[] row, int end) {
        return new VersionId(inverted(row, end));
    }

    static @Nullable Stamp revisionOf(byte[] row, int end) {
        int at = end + Stamp.BYTES;
        return row[at] == AS_MADE ? null : inverted(row, at + 1);
    }

    static byte[] upload(BucketId bucket, ObjectKey key, UploadId upload) {
        byte[] row = KeyEscape.key(bucket, key.utf8(), KeyEscape.END, Stamp.BYTES);
        put(row, row.length - Stamp.BYTES, upload.stamp());
        return row;
    }

    static byte[] afterUpload(byte[] row) {
        return Arrays.copyOf(row, row.length + 1);
    }

    static byte[] parts(UploadId upload) {
        return upload.stamp().bytes();
    }

    static byte[] part(UploadId upload, int number) {
        byte[] row = Arrays.copyOf(upload.stamp().bytes(), Stamp.BYTES + Integer.BYTES);
        ByteBuffer.wrap(row).putInt(Stamp.BYTES, number);
        return row;
    }

    static byte[] blob(BlobId blob) {
        ByteBuffer out = ByteBuffer.allocate(37);
        out.put((byte) blob.algorithm().tag()).putInt(blob.domain());
        blob.hash().write(out);
        return out.array();
    }

    static byte[] due(long millis, BucketId bucket, ObjectKey key, VersionId version) {
        byte[] rest = KeyEscape.key(bucket, key.utf8(), KeyEscape.END, Stamp.BYTES);
        put(rest, rest.length - Stamp.BYTES, version.stamp());
        return ByteBuffer.allocate(Long.BYTES + rest.length).putLong(millis).put(rest).array();
    }

    /// The stamp at the end of an UPLOADS, DUE or BYTES_DUE row's key.
    static Stamp lastStamp(byte[] row) {
        return Stamp.read(ByteBuffer.wrap(row, row.length - Stamp.BYTES, Stamp.BYTES));
    }

    static BucketId bucketOf(byte[] row, int at) {
        return new BucketId(ByteBuffer.wrap(row).getLong(at));
    }

    static boolean startsWith(byte[] row, byte[] prefix) {
        return Bytes.startsWith(row, prefix);
    }

    /// The first key after all that start with `prefix`; null when nothing can come after.
    static byte @Nullable [] successor(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, last + 1);
                next[last]++;
                return next;
            }
        }
        return null;
    }

    private static void put(byte[] row, int at, Stamp stamp) {
        ByteBuffer.wrap(row)
                .putLong(at, stamp.time().packed())
                .putLong(at + 8, stamp.origin().node().value())
                .putInt(at + 16, stamp.origin().incarnation());
    }

    private static void invert(byte[] row, int at, Stamp stamp) {
        ByteBuffer.wrap(row)
                .putLong(at, ~stamp.time().packed())
                .putLong(at + 8, ~stamp.origin().node().value())
                .putInt(at + 16, ~stamp.origin().incarnation());
    }

    private static Stamp inverted(byte[] row, int at) {
        ByteBuffer in = ByteBuffer.allocate(Stamp.BYTES);
        for (int i = 0; i < Stamp.BYTES; i++) {
            in.put((byte) ~row[at + i]);
        }
        return Stamp.read(in.flip());
    }
}
