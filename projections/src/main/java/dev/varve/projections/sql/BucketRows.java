package dev.varve.projections.sql;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event.BucketCreated;
import java.time.Duration;
import java.util.Locale;

/// Buckets, what they hold, and what they held at the end of each day. Buckets that were deleted stay,
/// as their events do.
final class BucketRows {
    private static final String CREATE =
            "INSERT INTO buckets (bucket_id, name, owner, created, versioning,"
                    + " history_window_seconds, object_lock, public_read, quota_bytes,"
                    + " quota_objects, tags, changed)"
                    + " VALUES (?, ?, ?, ?, '', 0, 0, 0, NULL, NULL, '', '')";
    private static final String COUNT_NOTHING = "INSERT INTO usage (bucket_id) VALUES (?)";
    private static final String CHANGE =
            "UPDATE buckets SET versioning = ?, history_window_seconds = ?,"
                    + " bytes_window_seconds = ?, object_lock = ?, public_read = ?, quota_bytes = ?, quota_objects = ?, tags = ?,"
                    + " changed = ? WHERE bucket_id = ? AND changed < ?";
    private static final String DELETE =
            "UPDATE buckets SET deleted = ? WHERE bucket_id = ?"
                    + " AND (deleted IS NULL OR deleted > ?)";
    private static final String COUNT =
            "UPDATE usage SET puts = puts + ?, deletes = deletes + ? WHERE bucket_id = ?";
    private static final String COUNTS =
            "objects, bytes, current_objects, current_bytes, history_objects, history_bytes,"
                    + " puts, deletes";
    private static final String END_DAY =
            "INSERT INTO days (day, bucket_id, "
                    + COUNTS
                    + ") SELECT ?, bucket_id, "
                    + COUNTS
                    + " FROM usage";
    private static final String BEGIN_DAY = "UPDATE usage SET puts = 0, deletes = 0";
    private static final String FORGET_EMPTY =
            "DELETE FROM usage WHERE objects = 0 AND history_objects = 0 AND bucket_id IN"
                    + " (SELECT bucket_id FROM buckets WHERE deleted IS NOT NULL)";
    private static final double MILLIS = 1000;

    private final Statements statements;

    BucketRows(Statements statements) {
        this.statements = statements;
    }

    void create(Moment at, BucketCreated event) {
        String id = event.bucket().toString();
        statements.run(CREATE, id, event.name().value(), event.owner(), at.wall());
        statements.run(COUNT_NOTHING, id);
        change(at, event.bucket(), event.settings());
    }

    /// Unless a newer event changed them already.
    void change(Moment at, BucketId bucket, BucketSettings settings) {
        BucketSettings.Quota quota = settings.quota();
        Duration bytesWindow = settings.bytesWindow();
        statements.run(
                CHANGE,
                settings.versioning().name().toLowerCase(Locale.ROOT),
                settings.historyWindow().toMillis() / MILLIS,
                bytesWindow == null ? null : bytesWindow.toMillis() / MILLIS,
                settings.objectLock().enabled() ? 1 : 0,
                settings.publicRead() ? 1 : 0,
                quota.bytes() < 0 ? null : quota.bytes(),
                quota.objects() < 0 ? null : quota.objects(),
                Texts.json(settings.tags()),
                at.version(),
                bucket.toString(),
                at.version());
    }

    void delete(Moment at, BucketId bucket) {
        statements.run(DELETE, at.wall(), bucket.toString(), at.wall());
    }

    void count(BucketId bucket, long puts, long deletes) {
        statements.run(COUNT, puts, deletes, bucket.toString());
    }

    void endDay(String day) {
        statements.run(END_DAY, day);
        statements.run(BEGIN_DAY);
        statements.run(FORGET_EMPTY);
    }
}
