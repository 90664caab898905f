package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.HybridTime;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything the store asks of the object view, over one consistent state of its rows.
/// `asOf` is [HybridTime#MAX] for now.
public interface ObjectReader {
    Optional<Bucket> bucket(BucketName name);

    /// Empty for a deleted bucket, even while its history is kept.
    Optional<Bucket> bucket(BucketId id);

    /// Buckets in name order, after a name (empty: from the first).
    List<Bucket> buckets(String prefix, String after, int limit);

    /// How a link of this issuer ended before it expired, as long as that matters.
    Optional<LinkEnd> linkEnd(LinkId link, String issuer);

    /// Where the links of an issuer were revoked last, as long as any of them might still be good.
    Optional<LinkEpoch> linksRevoked(String issuer);

    Usage usage(BucketId bucket);

    /// Over all buckets, deleted ones with history included.
    Usage totalUsage();

    /// The newest version not hidden then: an object, a delete marker or a tombstone. Versions read
    /// as of a time say what was true then: one hidden only later has no `hiddenAt`.
    Optional<Version> current(BucketId bucket, ObjectKey key, HybridTime asOf);

    /// One version with the attributes it had then, hidden or not; empty when made later.
    Optional<Version> version(BucketId bucket, ObjectKey key, VersionId id, HybridTime asOf);

    /// The version that clients know as `null`, if it is visible.
    Optional<Version> nullVersion(BucketId bucket, ObjectKey key);

    /// Every version of a key, newest first, hidden ones and tombstones too, after `after`.
    List<Version> history(BucketId bucket, ObjectKey key, @Nullable VersionId after, int limit);

    /// Keys whose current version then is an object.
    ListPage list(BucketId bucket, ListQuery query);

    /// Versions that clients see then: objects and delete markers, newest first in each key.
    VersionPage listVersions(BucketId bucket, ListQuery query, @Nullable VersionMarker marker);

    /// Hidden or not, in row order, starting after a row: for purges of a prefix or bucket.
    List<Version> allVersions(
            BucketId bucket, Bytes prefix, @Nullable VersionMarker after, int limit);

    Optional<Upload> upload(BucketId bucket, ObjectKey key, UploadId id);

    /// Open uploads of all buckets, in no order that means anything; goes on after one.
    List<Upload> uploads(@Nullable Upload after, int limit);

    List<Part> parts(UploadId upload, int afterNumber, int limit);

    Optional<Part> part(UploadId upload, int number);

    UploadPage listUploads(
            BucketId bucket,
            Bytes prefix,
            Bytes delimiter,
            @Nullable UploadMarker marker,
            int limit);

    long references(BlobId blob);

    /// Hidden versions and tombstones whose window ends at or before `until`, the earliest first.
    List<DueVersion> due(Instant until, int limit);

    /// Whether anything of this bucket (versions or uploads) is still held.
    boolean isEmpty(BucketId bucket);

    List<BlobId> orphans(int limit);

    Optional<AccessKey> accessKey(AccessKeyId id);

    /// In the order of their ids, after one (empty: from the first).
    List<AccessKey> accessKeys(String after, int limit);

    int accessKeyCount();

    /// What is left to settle: the next keys of any layer, as the event that settles them. Empty
    /// when every layer is settled.
    ///
    /// @param keys at most so many
    Optional<LayerSettled> settling(int keys);

    /// How many layers of a bucket are not settled.
    int layers(BucketId bucket);

    /// Whether a layer is unsettled over any key that has the prefix.
    boolean isSettling(BucketId bucket, Bytes prefix);

    /// What a range event would do to one key of its range if it were recorded now. Only the event's
    /// ranges and rules matter, not its counts.
    RangeEffect effect(RangeEvent event, ObjectKey key);

    /// @param version the key's current object, without which nothing happens to it
    /// @param left what changes in the counts of the bucket
    /// @param arrived what changes in those of the bucket it goes to, if it goes anywhere
    record RangeEffect(Optional<Version> version, Usage left, Usage arrived) {
        public static final RangeEffect NONE =
                new RangeEffect(Optional.empty(), Usage.NONE, Usage.NONE);
    }

    record DueVersion(BucketId bucket, ObjectKey key, VersionId version, Instant due) {}
}
