package dev.varve.log.codec;

import dev.varve.log.Event;
import dev.varve.log.StoreException;

/// The number and newest version of each event's payload. Numbers are stored: never reuse one.
public enum EventType {
    BUCKET_CREATED(1, 3),
    BUCKET_SETTINGS_CHANGED(2, 3),
    BUCKET_DELETED(3),
    HISTORY_FLOOR_RAISED(4),
    QUOTA_THRESHOLD_CROSSED(5),
    BUCKET_LIFECYCLE_SET(6),
    BYTES_RELEASED(7),
    OBJECT_PUT(16),
    OBJECT_COPIED(17),
    OBJECT_UNDELETED(18),
    DELETE_MARKER_PLACED(19),
    OBJECT_DELETED(20),
    VERSION_DELETED(21),
    ATTRIBUTES_CHANGED(22),
    VERSIONS_PURGED(23),
    TRANSACTION_COMMITTED(24),
    PREFIX_DELETED(25),
    PREFIX_MOVED(26),
    LAYER_SETTLED(27),
    RANGES_RESTORED(28),
    UPLOAD_CREATED(32),
    PART_PUT(33),
    UPLOAD_COMPLETED(34),
    UPLOAD_ABORTED(35),
    RESUMABLE_UPLOAD_CREATED(36),
    PARTS_MERGED(37),
    UPLOAD_SIZE_SET(38),
    ACCESS_KEY_CREATED(48),
    ACCESS_KEY_CHANGED(49),
    ACCESS_KEY_REVOKED(50),
    LINK_REVOKED(56),
    LINK_SPENT(57),
    LINKS_OF_ISSUER_REVOKED(58),
    WEBHOOK_SET(64),
    WEBHOOK_REMOVED(65),
    NOTIFICATION_SET(66),
    STARTED(112),
    CHECKPOINT(113),
    FORMAT_LEVEL_RAISED(115),
    EVENTS_IMPORTED(116),
    CLUSTER_CHANGED(117);

    private static final EventType[] BY_NUMBER = new EventType[128];

    static {
        for (EventType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;
    private final int version;

    EventType(int number) {
        this(number, 1);
    }

    EventType(int number, int version) {
        this.number = number;
        this.version = version;
    }

    public int number() {
        return number;
    }

    /// The version that is written; all up to it are read.
    public int version() {
        return version;
    }

    static EventType known(int number, int version) {
        EventType type = number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (type == null || version > type.version()) {
            throw new StoreException.FromTheFuture(
                    "event type " + number + " version " + version + " needs a newer release");
        }
        if (version < 1) {
            throw new IllegalArgumentException("event versions count from 1, not " + version);
        }
        return type;
    }

    public static EventType of(Event event) {
        return switch (event) {
            case Event.BucketCreated _ -> BUCKET_CREATED;
            case Event.BucketSettingsChanged _ -> BUCKET_SETTINGS_CHANGED;
            case Event.BucketDeleted _ -> BUCKET_DELETED;
            case Event.HistoryFloorRaised _ -> HISTORY_FLOOR_RAISED;
            case Event.QuotaThresholdCrossed _ -> QUOTA_THRESHOLD_CROSSED;
            case Event.BucketLifecycleSet _ -> BUCKET_LIFECYCLE_SET;
            case Event.BytesReleased _ -> BYTES_RELEASED;
            case Event.ObjectPut _ -> OBJECT_PUT;
            case Event.ObjectCopied _ -> OBJECT_COPIED;
            case Event.ObjectUndeleted _ -> OBJECT_UNDELETED;
            case Event.DeleteMarkerPlaced _ -> DELETE_MARKER_PLACED;
            case Event.ObjectDeleted _ -> OBJECT_DELETED;
            case Event.VersionDeleted _ -> VERSION_DELETED;
            case Event.AttributesChanged _ -> ATTRIBUTES_CHANGED;
            case Event.VersionsPurged _ -> VERSIONS_PURGED;
            case Event.TransactionCommitted _ -> TRANSACTION_COMMITTED;
            case Event.PrefixDeleted _ -> PREFIX_DELETED;
            case Event.PrefixMoved _ -> PREFIX_MOVED;
            case Event.LayerSettled _ -> LAYER_SETTLED;
            case Event.RangesRestored _ -> RANGES_RESTORED;
            case Event.UploadCreated _ -> UPLOAD_CREATED;
            case Event.PartPut _ -> PART_PUT;
            case Event.UploadCompleted _ -> UPLOAD_COMPLETED;
            case Event.UploadAborted _ -> UPLOAD_ABORTED;
            case Event.ResumableUploadCreated _ -> RESUMABLE_UPLOAD_CREATED;
            case Event.PartsMerged _ -> PARTS_MERGED;
            case Event.UploadSizeSet _ -> UPLOAD_SIZE_SET;
            case Event.AccessKeyCreated _ -> ACCESS_KEY_CREATED;
            case Event.AccessKeyChanged _ -> ACCESS_KEY_CHANGED;
            case Event.AccessKeyRevoked _ -> ACCESS_KEY_REVOKED;
            case Event.LinkRevoked _ -> LINK_REVOKED;
            case Event.LinkSpent _ -> LINK_SPENT;
            case Event.LinksOfIssuerRevoked _ -> LINKS_OF_ISSUER_REVOKED;
            case Event.WebhookSet _ -> WEBHOOK_SET;
            case Event.WebhookRemoved _ -> WEBHOOK_REMOVED;
            case Event.NotificationSet _ -> NOTIFICATION_SET;
            case Event.Started _ -> STARTED;
            case Event.Checkpoint _ -> CHECKPOINT;
            case Event.PayloadWithheld _ ->
                    throw new IllegalArgumentException("what was withheld is not written");
            case Event.FormatLevelRaised _ -> FORMAT_LEVEL_RAISED;
            case Event.EventsImported _ -> EVENTS_IMPORTED;
            case Event.ClusterChanged _ -> CLUSTER_CHANGED;
        };
    }
}
