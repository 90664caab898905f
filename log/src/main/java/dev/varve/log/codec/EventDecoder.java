package dev.varve.log.codec;

import dev.varve.log.AccessKeyId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Origin;
import dev.varve.log.QuotaMeasure;
import dev.varve.log.Stamp;
import dev.varve.log.StoreException;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads payloads of every version there ever was into the events of today.
public final class EventDecoder {
    private static final int NO_ALGORITHM = 0;

    private EventDecoder() {}

    /// @throws StoreException.FromTheFuture for a type or version that a newer release wrote
    /// @throws IllegalArgumentException when the bytes are not such an event
    public static Event read(int number, int version, ByteReader in) {
        EventType type = EventType.known(number, version);
        Event event = read(type, version, in);
        in.end();
        return event;
    }

    private static Event read(EventType type, int version, ByteReader in) {
        return switch (type) {
            case STARTED ->
                    new Event.Started(in.string(), in.varint32(), in.varint32(), in.sizedBytes());
            case CHECKPOINT -> new Event.Checkpoint(in.hash(), in.varint32(), in.sizedBytes());
            case FORMAT_LEVEL_RAISED -> new Event.FormatLevelRaised(in.varint32());
            case EVENTS_IMPORTED -> ClusterCodec.readImported(in);
            case CLUSTER_CHANGED -> ClusterCodec.readChanged(in);
            case TRANSACTION_COMMITTED -> new Event.TransactionCommitted(readChanges(in));
            case PREFIX_DELETED -> RangeCodec.readDeleted(in);
            case PREFIX_MOVED -> RangeCodec.readMoved(in);
            case RANGES_RESTORED -> RangeCodec.readRestored(in);
            case LAYER_SETTLED -> RangeCodec.readSettled(in);
            case BUCKET_CREATED,
                    BUCKET_SETTINGS_CHANGED,
                    BUCKET_DELETED,
                    HISTORY_FLOOR_RAISED,
                    QUOTA_THRESHOLD_CROSSED,
                    BUCKET_LIFECYCLE_SET,
                    NOTIFICATION_SET,
                    VERSIONS_PURGED,
                    BYTES_RELEASED ->
                    readOfBucket(type, version, new BucketId(in.i64()), in);
            case ACCESS_KEY_CREATED, ACCESS_KEY_CHANGED, ACCESS_KEY_REVOKED ->
                    readOfAccess(type, new AccessKeyId(in.string()), in);
            case LINK_REVOKED, LINK_SPENT, LINKS_OF_ISSUER_REVOKED -> LinkCodec.read(type, in);
            case WEBHOOK_SET, WEBHOOK_REMOVED -> WebhookCodec.read(type, in);
            default -> readOfKey(type, new BucketId(in.i64()), readKey(in), in);
        };
    }

    private static Event readOfBucket(EventType type, int version, BucketId bucket, ByteReader in) {
        return switch (type) {
            case BUCKET_CREATED ->
                    new Event.BucketCreated(
                            bucket,
                            new BucketName(in.string()),
                            in.string(),
                            SettingsCodec.read(in, version));
            case BUCKET_SETTINGS_CHANGED ->
                    new Event.BucketSettingsChanged(bucket, SettingsCodec.read(in, version));
            case BUCKET_DELETED -> new Event.BucketDeleted(bucket);
            case HISTORY_FLOOR_RAISED ->
                    new Event.HistoryFloorRaised(bucket, new HybridTime(in.i64()));
            case QUOTA_THRESHOLD_CROSSED ->
                    new Event.QuotaThresholdCrossed(
                            bucket,
                            QuotaMeasure.ofTag(in.u8()),
                            in.varint32(),
                            in.varint(),
                            in.varint());
            case BUCKET_LIFECYCLE_SET ->
                    new Event.BucketLifecycleSet(bucket, LifecycleCodec.read(in));
            case NOTIFICATION_SET -> new Event.NotificationSet(bucket, WebhookCodec.readRules(in));
            case VERSIONS_PURGED -> new Event.VersionsPurged(bucket, readPurged(in));
            case BYTES_RELEASED -> new Event.BytesReleased(bucket, readPurged(in));
            default -> throw new IllegalStateException("not of a bucket: " + type);
        };
    }

    private static Event readOfAccess(EventType type, AccessKeyId key, ByteReader in) {
        return switch (type) {
            case ACCESS_KEY_CREATED ->
                    new Event.AccessKeyCreated(
                            key,
                            in.string(),
                            AccessCodec.readSettings(in),
                            AccessCodec.readSecret(in));
            case ACCESS_KEY_CHANGED ->
                    new Event.AccessKeyChanged(key, AccessCodec.readSettings(in));
            case ACCESS_KEY_REVOKED -> new Event.AccessKeyRevoked(key);
            default -> throw new IllegalStateException("not of an access key: " + type);
        };
    }

    private static Event readOfKey(EventType type, BucketId bucket, ObjectKey key, ByteReader in) {
        return switch (type) {
            case OBJECT_PUT, OBJECT_COPIED, OBJECT_UNDELETED, UPLOAD_COMPLETED ->
                    readNewVersion(type, bucket, key, in);
            case DELETE_MARKER_PLACED -> new Event.DeleteMarkerPlaced(bucket, key, in.flag());
            case OBJECT_DELETED -> new Event.ObjectDeleted(bucket, key);
            case VERSION_DELETED ->
                    new Event.VersionDeleted(bucket, key, readVersion(in), in.flag());
            case ATTRIBUTES_CHANGED ->
                    new Event.AttributesChanged(
                            bucket, key, readVersion(in), StateCodec.readAttributes(in));
            case UPLOAD_CREATED,
                    PART_PUT,
                    UPLOAD_ABORTED,
                    RESUMABLE_UPLOAD_CREATED,
                    PARTS_MERGED,
                    UPLOAD_SIZE_SET ->
                    readOfUpload(type, bucket, key, in);
            default -> throw new IllegalStateException("not of a key: " + type);
        };
    }

    private static Event readOfUpload(
            EventType type, BucketId bucket, ObjectKey key, ByteReader in) {
        return switch (type) {
            case UPLOAD_CREATED ->
                    new Event.UploadCreated(
                            bucket,
                            key,
                            in.string(),
                            StateCodec.readAttributes(in),
                            readAlgorithm(in),
                            in.flag());
            case PART_PUT ->
                    new Event.PartPut(
                            bucket,
                            key,
                            readUpload(in),
                            in.varint32(),
                            ContentCodec.read(in),
                            ETagCodec.read(in),
                            ContentCodec.readChecksums(in));
            case UPLOAD_ABORTED -> new Event.UploadAborted(bucket, key, readUpload(in));
            case RESUMABLE_UPLOAD_CREATED ->
                    new Event.ResumableUploadCreated(
                            bucket,
                            key,
                            in.string(),
                            StateCodec.readAttributes(in),
                            TermsCodec.read(in));
            case PARTS_MERGED ->
                    new Event.PartsMerged(
                            bucket,
                            key,
                            readUpload(in),
                            in.varint32(),
                            ContentCodec.read(in),
                            ETagCodec.read(in),
                            ContentCodec.readChecksums(in));
            case UPLOAD_SIZE_SET ->
                    new Event.UploadSizeSet(bucket, key, readUpload(in), in.varint());
            default -> throw new IllegalStateException("not of an upload: " + type);
        };
    }

    private static Event readNewVersion(
            EventType type, BucketId bucket, ObjectKey key, ByteReader in) {
        boolean nullVersion = in.flag();
        ObjectState state = StateCodec.read(in);
        return switch (type) {
            case OBJECT_PUT -> new Event.ObjectPut(bucket, key, nullVersion, state);
            case OBJECT_COPIED ->
                    new Event.ObjectCopied(
                            bucket,
                            key,
                            nullVersion,
                            state,
                            new BucketId(in.i64()),
                            readKey(in),
                            readVersion(in));
            case OBJECT_UNDELETED ->
                    new Event.ObjectUndeleted(bucket, key, nullVersion, state, readVersion(in));
            case UPLOAD_COMPLETED ->
                    new Event.UploadCompleted(bucket, key, nullVersion, state, readUpload(in));
            default -> throw new IllegalStateException("makes no version: " + type);
        };
    }

    private static List<Event.Purged> readPurged(ByteReader in) {
        int count = in.count();
        List<Event.Purged> purged = new ArrayList<>(Math.min(count, Event.VersionsPurged.MAX));
        for (int i = 0; i < count; i++) {
            purged.add(new Event.Purged(readKey(in), readVersion(in)));
        }
        return purged;
    }

    private static List<Event.ObjectEvent> readChanges(ByteReader in) {
        int count = in.count();
        List<Event.ObjectEvent> changes =
                new ArrayList<>(Math.min(count, Event.TransactionCommitted.MAX));
        for (int i = 0; i < count; i++) {
            int number = in.varint32();
            if (number == EventType.TRANSACTION_COMMITTED.number()) {
                throw new IllegalArgumentException("a transaction within a transaction");
            }
            Event change = read(number, in.varint32(), new ByteReader(in.sized()));
            if (!(change instanceof Event.ObjectEvent object)) {
                throw new IllegalArgumentException("not a change of a key: " + number);
            }
            changes.add(object);
        }
        return changes;
    }

    private static ObjectKey readKey(ByteReader in) {
        return ObjectKey.ofUtf8(in.sized());
    }

    private static VersionId readVersion(ByteReader in) {
        return new VersionId(readStamp(in));
    }

    private static UploadId readUpload(ByteReader in) {
        return new UploadId(readStamp(in));
    }

    static Stamp readStamp(ByteReader in) {
        HybridTime time = new HybridTime(in.i64());
        return new Stamp(time, new Origin(new NodeId(in.i64()), in.i32()));
    }

    private static @Nullable DigestAlgorithm readAlgorithm(ByteReader in) {
        int tag = in.u8();
        return tag == NO_ALGORITHM ? null : DigestAlgorithm.ofTag(tag);
    }
}
