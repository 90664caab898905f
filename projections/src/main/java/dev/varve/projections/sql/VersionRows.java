package dev.varve.projections.sql;

import dev.varve.log.BucketId;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.log.VersionId;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.StateCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Adds, hides and revises the versions of one key. The rules are those of the object view: see
/// `VersionFold` there.
final class VersionRows {
    static final String ATTRIBUTES =
            "content_type, headers, metadata, tags, retention_mode, retained_until, legal_hold";

    static final String TOMBSTONE = "tombstone";
    static final String MARKER = "delete_marker";
    static final String OBJECT = "object";

    static final String HIDE = "UPDATE versions SET hidden = ?, hidden_time = ?";
    static final String NULLS =
            " AND null_version = 1 AND hidden_time IS NULL AND kind <> 'tombstone'";

    static final String INTO =
            "INSERT INTO versions (bucket_id, key, version, position, modified, made_time, kind,"
                    + " null_version, is_current, size, etag, content, "
                    + ATTRIBUTES
                    + ") ";

    private static final String OF_KEY = " WHERE bucket_id = ? AND key = ?";
    private static final String OF_VERSION = OF_KEY + " AND version = ?";
    private static final String HIDE_NULL = HIDE + OF_KEY + NULLS;
    private static final String HIDE_ONE =
            HIDE
                    + OF_VERSION
                    + " AND kind <> 'tombstone' AND (hidden_time IS NULL OR hidden_time > ?)";
    private static final String NO_CURRENT =
            "UPDATE versions SET is_current = 0" + OF_KEY + " AND is_current = 1";
    private static final String FIND_CURRENT =
            "UPDATE versions SET is_current = 1"
                    + OF_KEY
                    + " AND kind = 'object' AND version = (SELECT max(n.version) FROM versions n"
                    + " WHERE n.bucket_id = ? AND n.key = ? AND n.hidden_time IS NULL)";
    private static final String ADD =
            INTO + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String KEEP =
            "INSERT INTO revisions (bucket_id, key, version, until_time, until_event, "
                    + ATTRIBUTES
                    + ") SELECT bucket_id, key, version, ?, ?, "
                    + ATTRIBUTES;
    private static final String KEEP_REVISION =
            KEEP + " FROM versions" + OF_VERSION + " AND kind = 'object'";
    private static final String NEXT_REVISION =
            "SELECT min(until_event) FROM revisions" + OF_VERSION + " AND until_event > ?";
    private static final String OF_REVISION = OF_VERSION + " AND until_event = ?";
    private static final String SPLIT_REVISION = KEEP + " FROM revisions" + OF_REVISION;
    private static final String SET_ATTRIBUTES =
            " SET content_type = ?, headers = ?, metadata = ?, tags = ?,"
                    + " retention_mode = ?, retained_until = ?, legal_hold = ?";
    private static final String REVISE = "UPDATE versions" + SET_ATTRIBUTES + OF_VERSION;
    private static final String REVISE_OLD = "UPDATE revisions" + SET_ATTRIBUTES + OF_REVISION;

    /// Of the versions with the null version's name, the one that the one at a stamp comes after.
    private static final String HIDE_BEFORE =
            HIDE
                    + OF_KEY
                    + " AND kind <> 'tombstone' AND version = (SELECT max(n.version) FROM versions n"
                    + " WHERE n.bucket_id = ? AND n.key = ? AND n.null_version = 1"
                    + " AND n.version < ?) AND (hidden_time IS NULL OR hidden_time > ?)";

    private static final String NEXT_NULL =
            "SELECT made_time FROM versions"
                    + OF_KEY
                    + " AND null_version = 1 AND version > ? ORDER BY version LIMIT 1";
    private static final String RELEASE =
            "UPDATE versions SET bytes_released = 1"
                    + OF_VERSION
                    + " AND hidden_time IS NOT NULL AND kind = 'object' AND size > 0";
    private static final String PURGE = "DELETE FROM versions" + OF_VERSION;
    private static final String PURGE_REVISIONS = "DELETE FROM revisions" + OF_VERSION;
    private static final int HASH_BYTES = 16;

    private final Statements statements;

    VersionRows(Statements statements) {
        this.statements = statements;
    }

    void add(Moment at, BucketId bucket, ObjectKey key, boolean nullVersion, ObjectState state) {
        make(at, bucket, key, OBJECT, nullVersion, state);
    }

    void mark(Moment at, BucketId bucket, ObjectKey key, boolean nullVersion) {
        make(at, bucket, key, MARKER, nullVersion, null);
    }

    void bury(Moment at, BucketId bucket, ObjectKey key) {
        make(at, bucket, key, TOMBSTONE, true, null);
    }

    private void make(
            Moment at,
            BucketId bucket,
            ObjectKey key,
            String kind,
            boolean nullVersion,
            @Nullable ObjectState state) {
        String id = bucket.toString();
        String text = key.toString();
        if (!at.late()) {
            if (nullVersion) {
                statements.run(HIDE_NULL, at.hidden(), at.time().packed(), id, text);
            }
            statements.run(NO_CURRENT, id, text);
        }
        @Nullable Object[] row =
                Arrays.copyOf(
                        new @Nullable Object[] {
                            id,
                            text,
                            at.version(),
                            at.position(),
                            at.wall(),
                            at.time().packed(),
                            kind,
                            nullVersion ? 1 : 0,
                            state == null || at.late() ? 0 : 1,
                            state == null ? 0 : state.size(),
                            state == null ? null : state.etag().value(),
                            state == null ? null : content(state)
                        },
                        19);
        System.arraycopy(attributes(state == null ? null : state.attributes()), 0, row, 12, 7);
        statements.run(ADD, row);
        if (at.late()) {
            place(at, id, text, nullVersion && !kind.equals(TOMBSTONE), nullVersion);
        }
    }

    /// Makes it what it would be if all had come in the order of their stamps: a version with the null
    /// version's name is hidden by the next one, and the newest that is not hidden is current.
    private void place(Moment at, String id, String key, boolean hideable, boolean nullVersion) {
        long time = at.time().packed();
        if (nullVersion) {
            statements.run(HIDE_BEFORE, at.hidden(), time, id, key, id, key, at.version(), time);
        }
        Object next = hideable ? statements.find(NEXT_NULL, id, key, at.version()) : null;
        if (next != null) {
            hide(new HybridTime(((Number) next).longValue()), id, key, at.version());
        }
        findCurrent(id, key);
    }

    /// At the earliest of the times for which there is a reason.
    private void hide(HybridTime at, String id, String key, String version) {
        statements.run(HIDE_ONE, Texts.of(at), at.packed(), id, key, version, at.packed());
    }

    void hide(Moment at, BucketId bucket, ObjectKey key, VersionId version) {
        String id = bucket.toString();
        String text = key.toString();
        hide(at.time(), id, text, version.toString());
        findCurrent(id, text);
    }

    void revise(Moment at, AttributesChanged event) {
        String id = event.bucket().toString();
        String key = event.key().toString();
        String version = event.version().toString();
        long time = at.time().packed();
        String by = at.version();
        Object next = at.late() ? statements.find(NEXT_REVISION, id, key, version, by) : null;
        @Nullable Object[] values = Arrays.copyOf(attributes(event.attributes()), 11);
        values[7] = id;
        values[8] = key;
        values[9] = version;
        values[10] = next;
        if (next != null) {
            statements.run(SPLIT_REVISION, time, by, id, key, version, next);
            statements.run(REVISE_OLD, values);
        } else if (statements.run(KEEP_REVISION, time, by, id, key, version) > 0) {
            statements.run(REVISE, Arrays.copyOf(values, 10));
        }
    }

    void release(BucketId bucket, ObjectKey key, VersionId version) {
        statements.run(RELEASE, bucket.toString(), key.toString(), version.toString());
    }

    void purge(BucketId bucket, ObjectKey key, VersionId version) {
        String id = bucket.toString();
        String text = key.toString();
        statements.run(PURGE, id, text, version.toString());
        statements.run(PURGE_REVISIONS, id, text, version.toString());
        findCurrent(id, text);
    }

    private void findCurrent(String id, String key) {
        statements.run(NO_CURRENT, id, key);
        statements.run(FIND_CURRENT, id, key, id, key);
    }

    private static @Nullable Object[] attributes(@Nullable Attributes of) {
        if (of == null) {
            return new @Nullable Object[] {null, null, null, null, null, null, 0};
        }
        Retention retention = of.retention();
        return new @Nullable Object[] {
            of.metadata().system().get("content-type"),
            Texts.json(of.metadata().system()),
            Texts.json(of.metadata().user()),
            Texts.json(of.tags()),
            retention == null ? null : retention.mode().name().toLowerCase(Locale.ROOT),
            retention == null ? null : Texts.of(retention.until()),
            of.legalHold() ? 1 : 0
        };
    }

    /// The same for versions that are the same but for what may change of them.
    private static byte[] content(ObjectState state) {
        ByteWriter out = new ByteWriter();
        StateCodec.write(out, state.with(Attributes.NONE));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(out.toArray());
            return Arrays.copyOf(hash, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
