package dev.varve.projections.objects;

import static java.util.Objects.requireNonNull;

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
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the rows that [ObjectFold] writes: over a snapshot, or over changes under way.
public final class ObjectView implements ObjectReader {
    private final ViewReader stored;
    private final ViewReader rows;

    public ObjectView(ViewReader rows) {
        this(rows, new LayeredRows(rows));
    }

    private ObjectView(ViewReader stored, ViewReader rows) {
        this.stored = stored;
        this.rows = rows;
    }

    /// Reads rows as they are stored, whatever layers are over them: for checks of the rows.
    public static ObjectView asStored(ViewReader rows) {
        return new ObjectView(rows, rows);
    }

    @Override
    public Optional<Bucket> bucket(BucketName name) {
        byte[] id = rows.get(Table.BUCKET_NAMES, BucketFold.nameKey(name));
        return id == null ? Optional.empty() : bucket(RowKeys.bucketOf(id, 0));
    }

    @Override
    public Optional<Bucket> bucket(BucketId id) {
        return row(id).filter(row -> !row.deleted()).map(BucketRow::bucket);
    }

    private Optional<BucketRow> row(BucketId id) {
        return BucketNames.row(rows, id);
    }

    @Override
    public Optional<Bucket> bucketEver(BucketId id) {
        return row(id).map(BucketRow::bucket);
    }

    @Override
    public Optional<Bucket> bucketAt(BucketName name, HybridTime time) {
        return BucketNames.at(rows, name, time).flatMap(life -> bucketEver(life.bucket()));
    }

    @Override
    public boolean wasThere(Bucket bucket, HybridTime time) {
        return row(bucket.id())
                .flatMap(row -> BucketLives.of(rows, row))
                .filter(life -> life.isAt(time))
                .isPresent();
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
    public Optional<Lifecycle> lifecycle(BucketId bucket) {
        return Optional.ofNullable(rows.get(Table.LIFECYCLES, RowKeys.bucket(bucket)))
                .map(value -> LifecycleRow.read(bucket, value));
    }

    @Override
    public Optional<Position> lifecycleSince(BucketId bucket) {
        return Optional.ofNullable(rows.get(Table.LIFECYCLES, RowKeys.bucket(bucket)))
                .map(LifecycleRow::since);
    }

    @Override
    public List<BucketId> lifecycles(@Nullable BucketId after, int limit) {
        return new Scans(rows).lifecycles(after, limit);
    }

    @Override
    public Optional<LinkEnd> linkEnd(LinkId link, String issuer) {
        return Optional.ofNullable(rows.get(Table.LINKS, LinkRows.link(link, issuer)))
                .map(LinkRows::end);
    }

    @Override
    public Revocations revocations(String issuer) {
        byte[] row = rows.get(Table.LINK_ISSUERS, LinkRows.issuer(issuer));
        return row == null
                ? Revocations.NONE
                : LinkRows.issuerRow(row).since(LinkRows.horizon(rows)).revocations();
    }

    @Override
    public Usage usage(BucketId bucket) {
        return UsageRow.read(rows, bucket).usage();
    }

    @Override
    public Usage totalUsage() {
        return UsageRow.read(rows, null).usage();
    }

    @Override
    public List<UsageDay> usageDays(BucketId bucket, LocalDate from, LocalDate to) {
        return UsageRow.days(rows, bucket, from, to);
    }

    @Override
    public List<UsageDay> totalUsageDays(LocalDate from, LocalDate to) {
        return UsageRow.days(rows, null, from, to);
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
                .map(value -> PartRow.read(row, value).part());
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
    public List<BlobId> referenced(@Nullable BlobId after, int limit) {
        return new Scans(rows).referenced(after, limit);
    }

    @Override
    public List<DueVersion> due(
            Instant until, @Nullable NodeId by, @Nullable DueVersion after, int limit) {
        return new Scans(rows).due(Table.DUE, until, by, after, limit);
    }

    @Override
    public List<DueVersion> bytesDue(
            Instant until, @Nullable NodeId by, @Nullable DueVersion after, int limit) {
        return new Scans(rows).due(Table.BYTES_DUE, until, by, after, limit);
    }

    @Override
    public boolean isEmpty(BucketId bucket) {
        byte[] prefix = RowKeys.bucket(bucket);
        Scans scans = new Scans(stored);
        return layers(bucket) == 0
                && scans.isEmpty(Table.VERSIONS, prefix)
                && scans.isEmpty(Table.UPLOADS, prefix);
    }

    @Override
    public List<BlobId> orphans(int limit) {
        return new Scans(rows).orphans(limit);
    }

    @Override
    public Optional<AccessKey> accessKey(AccessKeyId id) {
        return Optional.ofNullable(rows.get(Table.ACCESS_KEYS, AccessRow.key(id)))
                .map(value -> AccessRow.read(id, value).key());
    }

    @Override
    public List<AccessKey> accessKeys(String after, int limit) {
        return new Scans(rows).accessKeys(after, limit);
    }

    @Override
    public int accessKeyCount() {
        return AccessRow.count(rows);
    }

    @Override
    public Optional<Peer> peer(Origin origin) {
        return ClusterRows.peer(rows, origin);
    }

    @Override
    public List<Peer> peers() {
        return ClusterRows.peers(rows);
    }

    @Override
    public List<Seen> seen() {
        return ClusterRows.seen(rows);
    }

    @Override
    public Optional<Cluster> cluster() {
        return ClusterRows.cluster(rows);
    }

    @Override
    public int formatLevel() {
        return ClusterRows.level(rows);
    }

    @Override
    public Optional<Webhook> webhook(WebhookName name) {
        return Optional.ofNullable(rows.get(Table.WEBHOOKS, WebhookRows.key(name)))
                .map(value -> WebhookRows.read(name, value));
    }

    @Override
    public List<Webhook> webhooks(String after, int limit) {
        return new Scans(rows).webhooks(after, limit);
    }

    @Override
    public int webhookCount() {
        return WebhookRows.count(rows);
    }

    @Override
    public List<BucketRule> rules(BucketId bucket) {
        byte[] value = rows.get(Table.NOTIFICATIONS, WebhookRows.rules(bucket));
        return value == null ? List.of() : WebhookRows.readRules(value);
    }

    @Override
    public Optional<BucketName> bucketName(BucketId id) {
        return Optional.ofNullable(rows.get(Table.BUCKETS, RowKeys.bucket(id)))
                .map(value -> BucketRow.read(id, value).bucket().name())
                .or(() ->
                        Optional.ofNullable(rows.get(Table.NOTIFICATIONS, WebhookRows.gone(id)))
                                .map(WebhookRows::readName));
    }

    @Override
    public Optional<LayerSettled> settling(int keys) {
        return Layers.all(stored).stream()
                .findFirst()
                .map(layer -> LayerStep.next(stored, layer, keys));
    }

    @Override
    public Optional<LayerSettled> settling(int keys, NodeId by) {
        return Layers.all(stored).stream()
                .filter(layer -> layer.origin().node().equals(by))
                .findFirst()
                .map(layer -> LayerStep.next(stored, layer, keys));
    }

    @Override
    public boolean mayFold(Recorded event) {
        return layerBefore(event).isEmpty();
    }

    @Override
    public Optional<LayerSettled> settlingBefore(Recorded event, int keys) {
        return layerBefore(event).map(layer -> LayerStep.next(stored, layer, keys));
    }

    private Optional<Layer> layerBefore(Recorded event) {
        if (!(event.event() instanceof RangeEvent range) || range instanceof LayerSettled) {
            return Optional.empty();
        }
        return range.ranges().stream()
                .flatMap(each ->
                        Layers.of(stored, each.bucket()).stream()
                                .filter(layer -> layer.overlaps(each.prefix())))
                .filter(layer -> !layer.origin().equals(event.stamp().origin()))
                .findFirst();
    }

    @Override
    public HybridTime stable(NodeId self) {
        Map<NodeId, HybridTime> heard = new HashMap<>();
        for (Peer peer : peers()) {
            heard.merge(
                    peer.origin().node(),
                    peer.time(),
                    (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        return cluster().map(Cluster::members).orElse(List.of()).stream()
                .filter(member -> !member.equals(self))
                .map(member -> heard.getOrDefault(member, HybridTime.ZERO))
                .min(Comparator.naturalOrder())
                .orElse(HybridTime.MAX);
    }

    @Override
    public HybridTime earliestCut(BucketId bucket, HybridTime stable) {
        return Kept.rangesAfter(stored, Kept.over(stored, stable)).stream()
                .flatMap(List::stream)
                .filter(layer -> layer.bucket().equals(bucket))
                .filter(layer -> layer.effect() instanceof Layer.Effect.Restored)
                .map(layer -> requireNonNull(layer.source()).cut())
                .min(Comparator.naturalOrder())
                .orElse(HybridTime.MAX);
    }

    @Override
    public int layers(BucketId bucket) {
        return Layers.of(stored, bucket).size();
    }

    @Override
    public boolean isSettling(BucketId bucket, Bytes prefix) {
        return Layers.of(stored, bucket).stream().anyMatch(layer -> layer.overlaps(prefix));
    }

    @Override
    public RangeEffect effect(PrefixEvent event, ObjectKey key) {
        return LayerStep.effect(rows, event, key);
    }

    @Override
    public RestoreEffect effect(RestoredRange range, HybridTime cut, ObjectKey key) {
        return LayerStep.effect(rows, range, cut, key);
    }

    @Override
    public RestoreEffect.Page effects(
            RestoredRange range, HybridTime cut, @Nullable ObjectKey after, int limit) {
        return LayerStep.effects(rows, range, cut, after, limit);
    }

    @Override
    public RangeChange.Page changes(
            RangeEvent event, Stamp stamp, RangeChange.@Nullable Place after, int limit) {
        return RangeChanges.page(rows, event, stamp, after, limit);
    }

    /// Forgets some of what is kept for events that come late, once none can come that is as old: no
    /// event, and nothing the digest covers.
    ///
    /// @param stable see [#stable(NodeId)]
    /// @return how many rows it forgot
    public static int forgetKept(ViewChanges changes, HybridTime stable, int limit) {
        return Kept.forget(changes, stable, limit);
    }

    /// Takes a blob off this node's list of orphans: no event, and nothing the digest covers.
    public static void forgetOrphan(ViewChanges changes, BlobId blob) {
        changes.delete(Table.ORPHANS, RowKeys.blob(blob));
    }
}
