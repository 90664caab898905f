package dev.varve.log.codec;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.log.LinkId;
import dev.varve.log.Metadata;
import dev.varve.log.NodeId;
import dev.varve.log.NotificationRule;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.QuotaMeasure;
import dev.varve.log.Retention;
import dev.varve.log.SealedSecret;
import dev.varve.log.Slice;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import dev.varve.log.VersionId;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSecret;
import dev.varve.log.WebhookSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One event of each type with every field set to something telling. Golden files hold the bytes
/// of these: never change one, add a new version beside it.
public final class EventSamples {
    public static final BucketId BUCKET = new BucketId(0x1122334455667788L);
    public static final ObjectKey KEY = ObjectKey.of("a//b/../é %2F");
    private static final ObjectKey KEY_C = ObjectKey.of("c");
    private static final Stamp STAMP =
            new Stamp(new HybridTime(0x0123456789ABCDEFL), new Origin(new NodeId(-2), 3));
    private static final VersionId VERSION = new VersionId(STAMP);
    private static final UploadId UPLOAD = new UploadId(STAMP);
    private static final AccessKeyId ACCESS_KEY = new AccessKeyId("ABCDEFGHIJ234567WXYZ");
    private static final Hash256 HASH = new Hash256(1, 2, -3, 4);
    private static final BlobId SHARED = new BlobId(BlobId.Algorithm.SHA_256, 0, HASH);
    private static final BlobId PRIVATE = new BlobId(BlobId.Algorithm.HMAC_SHA_256, 300, HASH);

    private static final Duration BYTES_WINDOW = Duration.ofMillis(3_600_007);
    private static final LinkId LINK = new LinkId(0x0123456789ABCDEFL, -2);

    private EventSamples() {}

    public static Map<EventType, Event> all() {
        Map<EventType, Event> samples = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            samples.put(type, of(type));
        }
        return samples;
    }

    /// An event whose payload has about so many bytes.
    public static Event ofSize(int bytes) {
        BucketSettings settings =
                new BucketSettings(
                        Versioning.OFF,
                        Duration.ZERO,
                        ObjectLock.OFF,
                        Quota.NONE,
                        0,
                        new TreeMap<>(),
                        new TreeMap<>(Map.of("document", Bytes.of(new byte[bytes]))));
        return new Event.BucketSettingsChanged(BUCKET, settings);
    }

    static Event of(EventType type) {
        return switch (type) {
            case BUCKET_CREATED,
                    BUCKET_SETTINGS_CHANGED,
                    BUCKET_DELETED,
                    HISTORY_FLOOR_RAISED,
                    QUOTA_THRESHOLD_CROSSED,
                    BUCKET_LIFECYCLE_SET ->
                    ofBucket(type);
            case OBJECT_PUT -> new Event.ObjectPut(BUCKET, KEY, true, simpleState());
            case OBJECT_COPIED ->
                    new Event.ObjectCopied(
                            BUCKET,
                            KEY,
                            false,
                            richState(),
                            new BucketId(-1),
                            ObjectKey.of("from"),
                            VERSION);
            case OBJECT_UNDELETED ->
                    new Event.ObjectUndeleted(BUCKET, KEY, true, emptyState(), VERSION);
            case DELETE_MARKER_PLACED -> new Event.DeleteMarkerPlaced(BUCKET, KEY, true);
            case OBJECT_DELETED -> new Event.ObjectDeleted(BUCKET, KEY);
            case VERSION_DELETED -> new Event.VersionDeleted(BUCKET, KEY, VERSION, true);
            case ATTRIBUTES_CHANGED ->
                    new Event.AttributesChanged(BUCKET, KEY, VERSION, attributes());
            case VERSIONS_PURGED,
                    BYTES_RELEASED,
                    TRANSACTION_COMMITTED,
                    PREFIX_DELETED,
                    PREFIX_MOVED,
                    RANGES_RESTORED,
                    LAYER_SETTLED ->
                    ofManyKeys(type);
            case UPLOAD_COMPLETED ->
                    new Event.UploadCompleted(BUCKET, KEY, true, manifestState(), UPLOAD);
            case UPLOAD_CREATED,
                    PART_PUT,
                    RESUMABLE_UPLOAD_CREATED,
                    PARTS_MERGED,
                    UPLOAD_SIZE_SET,
                    UPLOAD_ABORTED ->
                    ofUpload(type);
            case ACCESS_KEY_CREATED, ACCESS_KEY_CHANGED, ACCESS_KEY_REVOKED -> ofAccess(type);
            case LINK_REVOKED, LINK_SPENT, LINKS_OF_ISSUER_REVOKED -> ofLink(type);
            case WEBHOOK_SET, WEBHOOK_REMOVED, NOTIFICATION_SET -> ofWebhook(type);
            case STARTED -> new Event.Started("varve 0.1.0", 1, 7, Bytes.hex("302a300506032b65"));
            case CHECKPOINT -> new Event.Checkpoint(HASH, 7, Bytes.hex("00ff"));
            case FORMAT_LEVEL_RAISED, EVENTS_IMPORTED, CLUSTER_CHANGED -> ofCluster(type);
        };
    }

    private static Event ofCluster(EventType type) {
        return switch (type) {
            case FORMAT_LEVEL_RAISED -> new Event.FormatLevelRaised(2);
            case EVENTS_IMPORTED ->
                    new Event.EventsImported(
                            new Origin(new NodeId(0x0102030405060708L), 3),
                            new Position(41),
                            new Position(1_000),
                            new HybridTime(0x0011223344556677L),
                            Bytes.hex("c0ffee"));
            case CLUSTER_CHANGED ->
                    new Event.ClusterChanged(
                            5, List.of(new NodeId(1), new NodeId(-2)), Bytes.hex("0102"));
            default -> throw new IllegalArgumentException("not of clusters: " + type);
        };
    }

    private static Event ofBucket(EventType type) {
        return switch (type) {
            case BUCKET_CREATED ->
                    new Event.BucketCreated(
                            BUCKET,
                            new BucketName("logs.2026"),
                            "al",
                            settings(true, BYTES_WINDOW));
            case BUCKET_SETTINGS_CHANGED ->
                    new Event.BucketSettingsChanged(BUCKET, BucketSettings.DEFAULT);
            case BUCKET_DELETED -> new Event.BucketDeleted(BUCKET);
            case HISTORY_FLOOR_RAISED ->
                    new Event.HistoryFloorRaised(BUCKET, new HybridTime(1L << 60));
            case QUOTA_THRESHOLD_CROSSED -> quotaThresholdCrossed();
            case BUCKET_LIFECYCLE_SET -> new Event.BucketLifecycleSet(BUCKET, lifecycleRules());
            default -> throw new IllegalArgumentException("not of a bucket: " + type);
        };
    }

    private static Event ofUpload(EventType type) {
        return switch (type) {
            case UPLOAD_CREATED ->
                    new Event.UploadCreated(
                            BUCKET, KEY, "owner", attributes(), DigestAlgorithm.CRC64NVME, true);
            case PART_PUT ->
                    new Event.PartPut(
                            BUCKET,
                            KEY,
                            UPLOAD,
                            10_000,
                            new Content.Inline(List.of(new Slice(PRIVATE, 7, 5L << 30))),
                            new ETag("0123456789abcdef0123456789abcdef"),
                            List.of(crc()));
            case RESUMABLE_UPLOAD_CREATED ->
                    new Event.ResumableUploadCreated(BUCKET, KEY, "owner", attributes(), terms());
            case PARTS_MERGED ->
                    new Event.PartsMerged(
                            BUCKET,
                            KEY,
                            UPLOAD,
                            9_999,
                            new Content.Inline(List.of(new Slice(SHARED, 0, 1L << 33))),
                            new ETag("0123456789abcdef0123456789abcdef"),
                            List.of(crc()));
            case UPLOAD_SIZE_SET -> new Event.UploadSizeSet(BUCKET, KEY, UPLOAD, 5L << 40);
            case UPLOAD_ABORTED -> new Event.UploadAborted(BUCKET, KEY, UPLOAD);
            default -> throw new IllegalArgumentException("not of an upload: " + type);
        };
    }

    private static Event ofManyKeys(EventType type) {
        return switch (type) {
            case VERSIONS_PURGED ->
                    new Event.VersionsPurged(
                            BUCKET,
                            List.of(
                                    new Event.Purged(KEY, VERSION),
                                    new Event.Purged(ObjectKey.of("z"), VERSION)));
            case BYTES_RELEASED ->
                    new Event.BytesReleased(
                            BUCKET,
                            List.of(
                                    new Event.Purged(KEY, VERSION),
                                    new Event.Purged(ObjectKey.of("z"), VERSION)));
            case TRANSACTION_COMMITTED ->
                    new Event.TransactionCommitted(
                            List.of(
                                    new Event.ObjectPut(BUCKET, KEY, false, simpleState()),
                                    new Event.ObjectDeleted(BUCKET, ObjectKey.of("b")),
                                    new Event.DeleteMarkerPlaced(BUCKET, KEY_C, false),
                                    new Event.AttributesChanged(
                                            new BucketId(-1), KEY_C, VERSION, attributes())));
            case PREFIX_DELETED ->
                    new Event.PrefixDeleted(
                            BUCKET, Bytes.EMPTY, Event.Removal.NULL_MARKER, tally(-1));
            case PREFIX_MOVED ->
                    new Event.PrefixMoved(
                            BUCKET,
                            Bytes.utf8("from/"),
                            Event.Removal.MARKER,
                            tally(-1),
                            new BucketId(-1),
                            Bytes.utf8("to/"),
                            true,
                            attributes().retention(),
                            tally(1));
            case RANGES_RESTORED ->
                    new Event.RangesRestored(
                            STAMP.time(),
                            List.of(
                                    new Event.RestoredRange(
                                            BUCKET,
                                            Bytes.utf8("a/"),
                                            Event.Removal.MARKER,
                                            attributes().retention(),
                                            tally(1)),
                                    new Event.RestoredRange(
                                            new BucketId(-1),
                                            Bytes.EMPTY,
                                            Event.Removal.TOMBSTONE,
                                            null,
                                            tally(-1))));
            case LAYER_SETTLED ->
                    new Event.LayerSettled(
                            BUCKET, Bytes.utf8("to/"), STAMP, Bytes.utf8("to/x"), true);
            default -> throw new IllegalArgumentException("of one key: " + type);
        };
    }

    private static Event.Tally tally(int sign) {
        return new Event.Tally(sign, sign * 100L, 0, -sign * (1L << 40), 3, 4);
    }

    private static Event ofAccess(EventType type) {
        return switch (type) {
            case ACCESS_KEY_CREATED ->
                    new Event.AccessKeyCreated(
                            ACCESS_KEY,
                            "u-7",
                            access(Instant.parse("2031-02-03T04:05:06.789Z")),
                            new SealedSecret(300, Bytes.hex("00112233445566778899aabbccddee")));
            case ACCESS_KEY_CHANGED -> new Event.AccessKeyChanged(ACCESS_KEY, access(null));
            case ACCESS_KEY_REVOKED -> new Event.AccessKeyRevoked(ACCESS_KEY);
            default -> throw new IllegalArgumentException("not of an access key: " + type);
        };
    }

    private static Event ofWebhook(EventType type) {
        WebhookName name = new WebhookName("orders-2");
        WebhookFilter filter =
                new WebhookFilter(
                        List.of("s3:ObjectCreated:*", "s3:ObjectRemoved:Delete"),
                        "é/",
                        ".jpg",
                        new TreeMap<>(tags()));
        return switch (type) {
            case WEBHOOK_SET ->
                    new Event.WebhookSet(
                            name,
                            new WebhookSettings(
                                    BUCKET,
                                    "https://hooks.example.com/a?b=c",
                                    filter,
                                    WebhookSettings.Format.CLOUDEVENTS,
                                    new WebhookSettings.Limits(
                                            8, Duration.ofSeconds(7), 12, Duration.ofHours(3)),
                                    false,
                                    "gone"),
                            List.of(
                                    new WebhookSecret(
                                            new SealedSecret(300, Bytes.hex("00112233")), null),
                                    new WebhookSecret(
                                            new SealedSecret(299, Bytes.hex("4455")),
                                            Instant.parse("2031-02-03T04:05:06.789Z"))));
            case WEBHOOK_REMOVED -> new Event.WebhookRemoved(name);
            case NOTIFICATION_SET ->
                    new Event.NotificationSet(
                            BUCKET,
                            List.of(
                                    new NotificationRule(
                                            "rule 1",
                                            NotificationRule.Kind.FUNCTION,
                                            name,
                                            new WebhookFilter(
                                                    filter.events(), "", "", new TreeMap<>()))));
            default -> throw new IllegalArgumentException("not of a webhook: " + type);
        };
    }

    private static Map<String, String> tags() {
        return Map.of("k", "v");
    }

    private static Event ofLink(EventType type) {
        return switch (type) {
            case LINK_REVOKED -> new Event.LinkRevoked(LINK, "al");
            case LINK_SPENT ->
                    new Event.LinkSpent(
                            LINK, "al", new Event.ObjectPut(BUCKET, KEY, false, simpleState()));
            case LINKS_OF_ISSUER_REVOKED ->
                    new Event.LinksOfIssuerRevoked("al", Instant.ofEpochMilli(0x0123456789ABL));
            default -> throw new IllegalArgumentException("not of a link: " + type);
        };
    }

    /// Of version 1, which knew nothing of public buckets, or 2, which knew nothing of bytes that go
    /// early.
    static Event earlierBucketCreated(int version) {
        return new Event.BucketCreated(
                BUCKET, new BucketName("logs.2026"), "al", settings(version > 1, null));
    }

    private static BucketSettings settings(boolean publicRead, @Nullable Duration bytesWindow) {
        return new BucketSettings(
                Versioning.SUSPENDED,
                Duration.ofMillis(86_400_123),
                new ObjectLock(true, Retention.Mode.COMPLIANCE, Duration.ofDays(30)),
                new Quota(1L << 40, -1),
                12,
                new TreeMap<>(Map.of("team", "ops", "", "empty name")),
                new TreeMap<>(Map.of("cors", Bytes.hex("deadbeef"))),
                publicRead,
                bytesWindow);
    }

    private static AccessSettings access(@Nullable Instant expires) {
        AccessGrant some =
                new AccessGrant(EnumSet.of(AccessRight.READ, AccessRight.LIST), "logs.2026", "é/");
        EnumSet<AccessRight> first = EnumSet.complementOf(EnumSet.of(AccessRight.READ_HISTORY));
        AccessGrant most = new AccessGrant(first, AccessGrant.ANY_BUCKET, "");
        return new AccessSettings("büro", List.of(some, most), AccessSettings.Reach.ALL, expires);
    }

    private static ObjectState simpleState() {
        return new ObjectState(
                new Content.Inline(List.of(new Slice(SHARED, 0, 1024))),
                new ETag("d41d8cd98f00b204e9800998ecf8427e"),
                List.of(crc()),
                0,
                List.of(),
                Attributes.NONE.withMetadata(Metadata.ofType("application/octet-stream")));
    }

    private static ObjectState emptyState() {
        return new ObjectState(
                Content.EMPTY,
                new ETag("D41D8CD98F00B204E9800998ECF8427E"),
                List.of(),
                0,
                List.of(),
                Attributes.NONE);
    }

    private static ObjectState richState() {
        return new ObjectState(
                new Content.Inline(
                        List.of(new Slice(SHARED, 1, 2), new Slice(PRIVATE, 1L << 40, 3))),
                new ETag("d41d8cd98f00b204e9800998ecf8427e-2"),
                List.of(crc(), new Checksum(DigestAlgorithm.CRC32, Bytes.hex("01020304"), 2)),
                2,
                List.of(new ObjectPart(1, 2, null), new ObjectPart(10_000, 3, crc())),
                attributes());
    }

    private static ObjectState manifestState() {
        return new ObjectState(
                new Content.Manifested(PRIVATE, 1L << 42, 10_000, List.of(SHARED, PRIVATE)),
                new ETag("d41d8cd98f00b204e9800998ecf8427e-007"),
                List.of(),
                10_000,
                List.of(),
                Attributes.NONE.withLegalHold(true));
    }

    private static Attributes attributes() {
        Metadata metadata =
                new Metadata(
                        new TreeMap<>(Map.of("content-type", "text/plain", "x-other", "y")),
                        new TreeMap<>(Map.of("colour", "grün", "clef", "\uD834\uDD1E")));
        Instant until = Instant.parse("2030-01-02T03:04:05.678Z");
        return new Attributes(
                metadata,
                new TreeMap<>(Map.of("k", "v")),
                new Retention(Retention.Mode.GOVERNANCE, until),
                false);
    }

    private static UploadTerms terms() {
        return UploadTerms.of(UploadTerms.Kind.CHUNKED, UploadTerms.UNKNOWN, 8L << 20)
                .withNonce(Bytes.hex("000102030405060708090a0b0c0d0e0f"))
                .withConditions(
                        List.of(new ETag("d41d8cd98f00b204e9800998ecf8427e")),
                        List.of(new ETag("*")))
                .withDigests(List.of(crc()))
                .withNotes(new TreeMap<>(Map.of("concat", "final;/a /b")));
    }

    private static Checksum crc() {
        return Checksum.full(DigestAlgorithm.CRC64NVME, Bytes.hex("0102030405060708"));
    }

    private static Event quotaThresholdCrossed() {
        return new Event.QuotaThresholdCrossed(
                BUCKET, QuotaMeasure.OBJECTS, 95, 1L << 35, (1L << 35) + 12_345);
    }

    private static List<LifecycleRule> lifecycleRules() {
        Filter all = new Filter(false, "logs/ä", new TreeMap<>(Map.of("a", "b")), 0, 1L << 40);
        return List.of(
                new LifecycleRule(
                        "days",
                        true,
                        Filter.ALL,
                        new Expiration.AfterDays(30),
                        new Noncurrent(7, 100),
                        3),
                new LifecycleRule(
                        "date",
                        false,
                        all,
                        new Expiration.OnDate(LocalDate.parse("2030-01-31")),
                        null,
                        0),
                new LifecycleRule(
                        "markers",
                        true,
                        new Filter(true, "", new TreeMap<>(), -1, -1),
                        new Expiration.OfMarkers(),
                        null,
                        0));
    }
}
