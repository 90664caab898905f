package dev.varve.projections.sql;

import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.HybridTime;
import dev.varve.log.Retention;

/// Gives the keys of a range the states that they had at a cut. What they were is in versions, hidden
/// ones too, and in the attributes that revisions had.
final class RestoreRows {
    /// The object `t` that was current then: four parameters, each the cut.
    private static final String WAS_CURRENT =
            " AND t.kind = 'object' AND t.made_time <= ?"
                    + " AND (t.hidden_time IS NULL OR t.hidden_time > ?)"
                    + " AND NOT EXISTS (SELECT 1 FROM versions n"
                    + " WHERE n.bucket_id = t.bucket_id AND n.key = t.key AND n.version > t.version"
                    + " AND n.made_time <= ? AND (n.hidden_time IS NULL OR n.hidden_time > ?))";

    /// Its attributes of then, where it got others since: one parameter, the cut.
    private static final String REVISION =
            " LEFT JOIN revisions r ON r.bucket_id = t.bucket_id AND r.key = t.key"
                    + " AND r.version = t.version AND r.until_event = (SELECT min(m.until_event)"
                    + " FROM revisions m WHERE m.bucket_id = t.bucket_id AND m.key = t.key"
                    + " AND m.version = t.version AND m.until_time > ?)";

    private static final String SAME_NOW =
            "SELECT 1 FROM versions c WHERE c.bucket_id = t.bucket_id AND c.key = t.key"
                    + " AND c.is_current = 1 AND c.content = t.content"
                    + " AND c.headers = COALESCE(r.headers, t.headers)"
                    + " AND c.metadata = COALESCE(r.metadata, t.metadata)"
                    + " AND c.tags = COALESCE(r.tags, t.tags)";

    private static final String RESTORE =
            VersionRows.INTO
                    + "SELECT t.bucket_id, t.key, ?, ?, ?, ?, 'object', ?, 1, t.size, t.etag,"
                    + " t.content,"
                    + " CASE WHEN r.version IS NULL THEN t.content_type ELSE r.content_type END,"
                    + " COALESCE(r.headers, t.headers), COALESCE(r.metadata, t.metadata),"
                    + " COALESCE(r.tags, t.tags), ?, ?, 0"
                    + " FROM aside a JOIN versions t"
                    + " ON t.bucket_id = ? AND t.key = a.key AND t.version = a.target"
                    + REVISION;

    private final Statements statements;
    private final RangeRows ranges;
    private final String lost;
    private final String changed;

    RestoreRows(Statements statements, Dialect dialect, RangeRows ranges) {
        this.statements = statements;
        this.ranges = ranges;
        String inRange =
                ".bucket_id = ? AND %s.key >= "
                        + dialect.utf8()
                        + " AND %s.key < "
                        + dialect.utf8();
        this.lost =
                "INSERT INTO aside (key) SELECT v.key FROM versions v WHERE v"
                        + inRange.formatted("v", "v")
                        + " AND v.is_current = 1 AND NOT EXISTS (SELECT 1 FROM versions t"
                        + " WHERE t.bucket_id = v.bucket_id AND t.key = v.key"
                        + WAS_CURRENT
                        + ")";
        this.changed =
                "INSERT INTO aside (key, target) SELECT t.key, t.version FROM versions t"
                        + REVISION
                        + " WHERE t"
                        + inRange.formatted("t", "t")
                        + WAS_CURRENT
                        + " AND t.bytes_released = 0 AND NOT EXISTS ("
                        + SAME_NOW
                        + ")";
    }

    void restore(Moment at, HybridTime cut, RestoredRange range) {
        long then = cut.packed();
        String id = range.bucket().toString();
        byte[] first = range.prefix().toArray();
        byte[] behind = RangeRows.behind(range.prefix());
        statements.run(RangeRows.CLEAR);
        statements.run(lost, id, first, behind, then, then, then, then);
        ranges.remove(at, range.bucket(), range.removal());
        statements.run(RangeRows.CLEAR);
        statements.run(changed, then, id, first, behind, then, then, then, then);
        add(at, then, range);
    }

    private void add(Moment at, long then, RestoredRange range) {
        String id = range.bucket().toString();
        boolean nullVersion = range.removal() != Removal.MARKER;
        if (nullVersion) {
            statements.run(
                    VersionRows.HIDE + RangeRows.OF_ASIDE + VersionRows.NULLS,
                    at.hidden(),
                    at.time().packed(),
                    id);
        }
        statements.run(RangeRows.NO_CURRENT + RangeRows.OF_ASIDE + RangeRows.CURRENT, id);
        Retention retention = range.retention();
        statements.run(
                RESTORE,
                at.version(),
                at.position(),
                at.wall(),
                at.time().packed(),
                nullVersion ? 1 : 0,
                RangeRows.mode(retention),
                retention == null ? null : Texts.of(retention.until()),
                id,
                then);
    }
}
