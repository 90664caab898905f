package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.HybridTime;
import dev.varve.log.LinkId;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.log.WebhookName;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything the store asks of the object view, over one consistent state of its rows.
/// `asOf` is [HybridTime#MAX] for now.
public interface ObjectReader {
    Optional<Bucket> bucket(BucketName name);

    /// Empty for a deleted bucket, even while its history is kept.
    Optional<Bucket> bucket(BucketId id);

    /// Also of one that was deleted, while any of its history is kept.
    Optional<Bucket> bucketEver(BucketId id);

    /// The bucket that had the name then, deleted since or not. Its settings are those it had last.
    Optional<Bucket> bucketAt(BucketName name, HybridTime time);

    /// Whether a bucket was made by then, and not deleted yet.
    boolean wasThere(Bucket bucket, HybridTime time);

    /// Buckets in name order, after a name (empty: from the first).
    List<Bucket> buckets(String prefix, String after, int limit);

    /// The lifecycle rules of a bucket; empty where it has none.
    Optional<Lifecycle> lifecycle(BucketId bucket);

    /// The event that set them.
    Optional<Position> lifecycleSince(BucketId bucket);

    /// Buckets that have lifecycle rules, in the order of their ids, after one (null: from the first).
    List<BucketId> lifecycles(@Nullable BucketId after, int limit);

    /// How a link of this issuer ended before it expired, as long as that matters.
    Optional<LinkEnd> linkEnd(LinkId link, String issuer);

    /// What revoked all links of an issuer, as long as any of them might still be good.
    Revocations revocations(String issuer);

    Usage usage(BucketId bucket);

    /// Over all buckets, deleted ones with history included.
    Usage totalUsage();

    /// What a bucket held at the end of each day from one to another, both included; none before the
    /// first on which anything was done. Of a day that is not over it is what there is so far.
    List<UsageDay> usageDays(BucketId bucket, LocalDate from, LocalDate to);

    /// The same over all buckets.
    List<UsageDay> totalUsageDays(LocalDate from, LocalDate to);

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

    /// Blobs that anything names, in the order of their ids, after one (null: from the first).
    List<BlobId> referenced(@Nullable BlobId after, int limit);

    /// Hidden versions and tombstones whose window ends at or before `until`, the earliest first.
    ///
    /// @param by of whose versions alone, which no other purges; null for all
    /// @param after where to go on; null at the beginning
    List<DueVersion> due(Instant until, @Nullable NodeId by, @Nullable DueVersion after, int limit);

    /// Hidden versions whose bytes may go by a time, before their history does.
    ///
    /// @param by as for those whose window ends
    /// @param after as for those
    List<DueVersion> bytesDue(
            Instant until, @Nullable NodeId by, @Nullable DueVersion after, int limit);

    /// Whether anything of this bucket (versions or uploads) is still held.
    boolean isEmpty(BucketId bucket);

    List<BlobId> orphans(int limit);

    Optional<AccessKey> accessKey(AccessKeyId id);

    /// In the order of their ids, after one (empty: from the first).
    List<AccessKey> accessKeys(String after, int limit);

    int accessKeyCount();

    /// How far an origin's journal is folded in here; empty for this node's own.
    Optional<Peer> peer(Origin origin);

    /// All of them, in the order of origins: there are few.
    List<Peer> peers();

    /// What other nodes had folded, as far as their journals are folded in here.
    List<Seen> seen();

    /// Who belongs together; empty while this node is on its own.
    Optional<Cluster> cluster();

    /// The level of forms that every member reads, so that they may be written.
    int formatLevel();

    Optional<Webhook> webhook(WebhookName name);

    /// In the order of their names, after one (empty: from the first).
    List<Webhook> webhooks(String after, int limit);

    int webhookCount();

    /// Those of a bucket's notification configuration, in the order in which it says them, then some that
    /// ended; of a deleted bucket too for a while.
    List<BucketRule> rules(BucketId bucket);

    /// What a bucket is or was called: of a deleted one for [WebhookFold#KEPT].
    Optional<BucketName> bucketName(BucketId id);

    /// What is left to settle: the next keys of any layer, as the event that settles them. Empty
    /// when every layer is settled.
    ///
    /// @param keys at most so many
    Optional<LayerSettled> settling(int keys);

    /// The same of those layers only that a node made: it settles these, and no other does.
    Optional<LayerSettled> settling(int keys, NodeId by);

    /// Whether an event of another node can be folded now. One about ranges cannot as long as a layer of
    /// a third one, or of this, is unsettled over any of their keys.
    boolean mayFold(Recorded event);

    /// What to settle before an event of another node can be folded: this once, whoever made the layer.
    /// Not to wait for who did: two might wait for each other. Empty when it can be folded.
    Optional<LayerSettled> settlingBefore(Recorded event, int keys);

    /// No event of another member that is folded from now on is as old as this, or older.
    ///
    /// @param self this node
    HybridTime stable(NodeId self);

    /// The earliest cut of those restores in a bucket that act anew if an older event of another member
    /// comes yet: they look again for what there was then. [HybridTime#MAX] for none.
    ///
    /// @param stable none can come that is as old as this
    HybridTime earliestCut(BucketId bucket, HybridTime stable);

    /// How many layers of a bucket are not settled.
    int layers(BucketId bucket);

    /// Whether a layer is unsettled over any key that has the prefix.
    boolean isSettling(BucketId bucket, Bytes prefix);

    /// What a range event would do to one key of its range if it were recorded now. Only the event's
    /// ranges and rules matter, not its counts.
    RangeEffect effect(PrefixEvent event, ObjectKey key);

    /// What a restore of a range would do to one key of it. Its counts do not matter.
    RestoreEffect effect(RestoredRange range, HybridTime cut, ObjectKey key);

    /// The keys of a range that a restore would change, in order.
    ///
    /// @param after where to go on; null at the beginning
    RestoreEffect.Page effects(
            RestoredRange range, HybridTime cut, @Nullable ObjectKey after, int limit);

    /// What an event that was recorded did to each key of its ranges, by key and then by bucket. The
    /// view may be of any later time; nothing for events that nobody sees.
    ///
    /// @param stamp of the event
    /// @param after where to go on; null at the beginning
    RangeChange.Page changes(
            RangeEvent event, Stamp stamp, RangeChange.@Nullable Place after, int limit);

    /// @param version the key's current object, without which nothing happens to it
    /// @param left what changes in the counts of the bucket
    /// @param arrived what changes in those of the bucket it goes to, if it goes anywhere
    record RangeEffect(Optional<Version> version, Usage left, Usage arrived) {
        public static final RangeEffect NONE =
                new RangeEffect(Optional.empty(), Usage.NONE, Usage.NONE);
    }

    record DueVersion(BucketId bucket, ObjectKey key, VersionId version, Instant due) {}
}
