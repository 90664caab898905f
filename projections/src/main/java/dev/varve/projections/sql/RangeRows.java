package dev.varve.projections.sql;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Removal;
import dev.varve.log.ObjectKey;
import dev.varve.log.Retention;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a fact about a range does to each key of it, a few statements for all of them together. The
/// keys that it is about are put aside first, since each statement changes what the next would find.
final class RangeRows {
    private static final String MAKE_ASIDE =
            "CREATE TEMP TABLE IF NOT EXISTS aside (key TEXT PRIMARY KEY, target TEXT)";
    static final String CLEAR = "DELETE FROM aside";
    static final String OF_ASIDE = " WHERE bucket_id = ? AND key IN (SELECT key FROM aside)";
    private static final String OF_TARGETS =
            " WHERE bucket_id = ? AND key IN (SELECT target FROM aside WHERE target IS NOT NULL)";
    static final String NO_CURRENT = "UPDATE versions SET is_current = 0";
    static final String CURRENT = " AND is_current = 1";
    private static final String REMOVE =
            "INSERT INTO versions (bucket_id, key, version, position, modified, made_time, kind,"
                    + " null_version, is_current, size)"
                    + " SELECT ?, key, ?, ?, ?, ?, ?, ?, 0, 0 FROM aside";
    private static final String ARRIVE =
            VersionRows.INTO
                    + "SELECT ?, a.target, ?, ?, ?, ?, 'object', ?, 1, v.size, v.etag, v.content,"
                    + " v.content_type, v.headers, v.metadata, v.tags, ?, ?, 0"
                    + " FROM aside a JOIN versions v ON v.bucket_id = ? AND v.key = a.key"
                    + " AND v.is_current = 1 WHERE a.target IS NOT NULL";

    /// In no UTF-8.
    private static final byte BEHIND = (byte) 0xff;

    private final Statements statements;
    private final String putAside;
    private final String aim;

    RangeRows(Statements statements, Dialect dialect) {
        this.statements = statements;
        this.putAside =
                "INSERT INTO aside (key) SELECT key FROM versions WHERE bucket_id = ? AND key >= "
                        + dialect.utf8()
                        + " AND key < "
                        + dialect.utf8()
                        + CURRENT;
        this.aim =
                "UPDATE aside SET target = "
                        + dialect.moved("key")
                        + " WHERE "
                        + dialect.length("key")
                        + " + ? BETWEEN 1 AND "
                        + ObjectKey.MAX_BYTES;
        statements.run(MAKE_ASIDE);
    }

    void delete(Moment at, PrefixDeleted event) {
        putAside(event.bucket(), event.prefix());
        remove(at, event.bucket(), event.removal());
    }

    void move(Moment at, PrefixMoved event) {
        putAside(event.bucket(), event.prefix());
        int from = event.prefix().length();
        byte[] to = event.toPrefix().toArray();
        statements.run(aim, to, from, to.length - from);
        arrive(at, event);
        remove(at, event.bucket(), event.removal());
    }

    private void putAside(BucketId bucket, Bytes prefix) {
        statements.run(CLEAR);
        statements.run(putAside, bucket.toString(), prefix.toArray(), behind(prefix));
    }

    /// What comes after every key that has the prefix, and before every other one that comes after.
    static byte[] behind(Bytes prefix) {
        byte[] behind = Arrays.copyOf(prefix.toArray(), prefix.length() + 1);
        behind[prefix.length()] = BEHIND;
        return behind;
    }

    private void arrive(Moment at, PrefixMoved event) {
        String to = event.to().toString();
        if (event.nullVersion()) {
            statements.run(
                    VersionRows.HIDE + OF_TARGETS + VersionRows.NULLS,
                    at.hidden(),
                    at.time().packed(),
                    to);
        }
        statements.run(NO_CURRENT + OF_TARGETS + CURRENT, to);
        Retention retention = event.retention();
        statements.run(
                ARRIVE,
                to,
                at.version(),
                at.position(),
                at.wall(),
                at.time().packed(),
                event.nullVersion() ? 1 : 0,
                mode(retention),
                retention == null ? null : Texts.of(retention.until()),
                event.bucket().toString());
    }

    static @Nullable String mode(@Nullable Retention retention) {
        return retention == null ? null : retention.mode().name().toLowerCase(Locale.ROOT);
    }

    /// Each key that was put aside loses its object.
    void remove(Moment at, BucketId bucket, Removal removal) {
        String id = bucket.toString();
        if (removal != Removal.MARKER) {
            statements.run(
                    VersionRows.HIDE + OF_ASIDE + VersionRows.NULLS,
                    at.hidden(),
                    at.time().packed(),
                    id);
        }
        statements.run(NO_CURRENT + OF_ASIDE + CURRENT, id);
        statements.run(
                REMOVE,
                id,
                at.version(),
                at.position(),
                at.wall(),
                at.time().packed(),
                removal == Removal.TOMBSTONE ? VersionRows.TOMBSTONE : VersionRows.MARKER,
                removal == Removal.MARKER ? 0 : 1);
    }
}
