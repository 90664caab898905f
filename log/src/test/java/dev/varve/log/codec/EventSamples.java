package dev.varve.log.codec;

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
import dev.varve.log.Metadata;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Origin;
import dev.varve.log.Retention;
import dev.varve.log.Slice;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import dev.varve.log.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One event of each type with every field set to something telling. Golden files hold the bytes
/// of these: never change one, add a new version beside it.
public final class EventSamples {
    public static final BucketId BUCKET = new BucketId(0x1122334455667788L);
    public static final ObjectKey KEY = ObjectKey.of("a//b/../é %2F");
    private static final Stamp STAMP =
            new Stamp(new HybridTime(0x0123456789ABCDEFL), new Origin(new NodeId(-2), 3));
    private static final VersionId VERSION = new VersionId(STAMP);
    private static final UploadId UPLOAD = new UploadId(STAMP);
    private static final Hash256 HASH = new Hash256(1, 2, -3, 4);
    private static final BlobId SHARED = new BlobId(BlobId.Algorithm.SHA_256, 0, HASH);
    private static final BlobId PRIVATE = new BlobId(BlobId.Algorithm.HMAC_SHA_256, 300, HASH);

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
            case BUCKET_CREATED ->
                    new Event.BucketCreated(BUCKET, new BucketName("logs.2026"), "al", settings());
            case BUCKET_SETTINGS_CHANGED ->
                    new Event.BucketSettingsChanged(BUCKET, BucketSettings.DEFAULT);
            case BUCKET_DELETED -> new Event.BucketDeleted(BUCKET);
            case HISTORY_FLOOR_RAISED ->
                    new Event.HistoryFloorRaised(BUCKET, new HybridTime(1L << 60));
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
            case VERSIONS_PURGED ->
                    new Event.VersionsPurged(
                            BUCKET,
                            List.of(
                                    new Event.Purged(KEY, VERSION),
                                    new Event.Purged(ObjectKey.of("z"), VERSION)));
            case UPLOAD_COMPLETED ->
                    new Event.UploadCompleted(BUCKET, KEY, true, manifestState(), UPLOAD);
            case UPLOAD_CREATED,
                    PART_PUT,
                    RESUMABLE_UPLOAD_CREATED,
                    PARTS_MERGED,
                    UPLOAD_SIZE_SET,
                    UPLOAD_ABORTED ->
                    ofUpload(type);
            case STARTED -> new Event.Started("varve 0.1.0", 1, 7, Bytes.hex("302a300506032b65"));
            case CHECKPOINT -> new Event.Checkpoint(HASH, 7, Bytes.hex("00ff"));
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

    private static BucketSettings settings() {
        return new BucketSettings(
                Versioning.SUSPENDED,
                Duration.ofMillis(86_400_123),
                new ObjectLock(true, Retention.Mode.COMPLIANCE, Duration.ofDays(30)),
                new Quota(1L << 40, -1),
                12,
                new TreeMap<>(Map.of("team", "ops", "", "empty name")),
                new TreeMap<>(Map.of("cors", Bytes.hex("deadbeef"))));
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
}
