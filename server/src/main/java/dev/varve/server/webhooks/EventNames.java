package dev.varve.server.webhooks;

import dev.varve.log.WebhookFilter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What changes are called. Those that S3 has are called as there; the rest follows its manner.
public final class EventNames {
    static final String PUT = "s3:ObjectCreated:Put";
    static final String COPY = "s3:ObjectCreated:Copy";
    static final String COMPLETED = "s3:ObjectCreated:CompleteMultipartUpload";
    static final String UNDELETED = "s3:ObjectCreated:Undelete";
    static final String RESTORED = "s3:ObjectCreated:Restore";
    static final String DELETED = "s3:ObjectRemoved:Delete";
    static final String MARKED = "s3:ObjectRemoved:DeleteMarkerCreated";
    static final String EXPIRED = "s3:LifecycleExpiration:Delete";
    static final String EXPIRED_TO_MARKER = "s3:LifecycleExpiration:DeleteMarkerCreated";
    static final String TAGS_PUT = "s3:ObjectTagging:Put";
    static final String TAGS_DELETED = "s3:ObjectTagging:Delete";
    static final String METADATA = "s3:ObjectMetadata:Put";
    static final String RETENTION = "s3:ObjectLock:PutRetention";
    static final String LEGAL_HOLD = "s3:ObjectLock:PutLegalHold";
    static final String ATTRIBUTES = "s3:ObjectAttributes:Put";
    static final String PURGED = "s3:ObjectPurged:Version";
    static final String BUCKET_CREATED = "s3:BucketCreated:Put";
    static final String BUCKET_DELETED = "s3:BucketRemoved:Delete";
    static final String BUCKET_SETTINGS = "s3:BucketChanged:Settings";
    static final String BUCKET_LIFECYCLE = "s3:BucketChanged:Lifecycle";
    static final String BUCKET_NOTIFICATION = "s3:BucketChanged:Notification";
    static final String BUCKET_FLOOR = "s3:BucketChanged:HistoryFloor";
    static final String QUOTA = "s3:BucketQuota:Threshold";
    static final String TEST = "s3:TestEvent";

    /// Every name there is, in the order of the documentation.
    public static final List<String> ALL =
            List.of(
                    PUT,
                    COPY,
                    COMPLETED,
                    UNDELETED,
                    RESTORED,
                    DELETED,
                    MARKED,
                    EXPIRED,
                    EXPIRED_TO_MARKER,
                    TAGS_PUT,
                    TAGS_DELETED,
                    METADATA,
                    RETENTION,
                    LEGAL_HOLD,
                    ATTRIBUTES,
                    PURGED,
                    BUCKET_CREATED,
                    BUCKET_DELETED,
                    BUCKET_SETTINGS,
                    BUCKET_LIFECYCLE,
                    BUCKET_NOTIFICATION,
                    BUCKET_FLOOR,
                    QUOTA);

    /// Of S3, and never seen here: that a configuration names them is no mistake.
    private static final List<String> NEVER = List.of("s3:ObjectCreated:Post");

    private static final Set<String> KNOWN =
            Stream.of(
                            Stream.concat(ALL.stream(), NEVER.stream()),
                            ALL.stream().map(EventNames::kind),
                            Stream.of(WebhookFilter.EVERY_EVENT))
                    .flatMap(names -> names)
                    .collect(Collectors.toUnmodifiableSet());

    private EventNames() {}

    private static String kind(String name) {
        return name.substring(0, name.lastIndexOf(':') + 1) + "*";
    }

    /// Whether a filter may have this: a name, or all of a kind.
    public static boolean areKnown(String name) {
        return KNOWN.contains(name);
    }

    /// As records of S3 have it: without `s3:`.
    static String inRecord(String name) {
        return name.substring("s3:".length());
    }
}
