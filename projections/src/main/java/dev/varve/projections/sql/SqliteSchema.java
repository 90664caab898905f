package dev.varve.projections.sql;

import java.util.List;

/// The tables. `usage` is kept by triggers, so that it is right whatever changes versions.
final class SqliteSchema {
    private static final String ATTRIBUTES =
            """
              content_type TEXT,
              headers TEXT,
              metadata TEXT,
              tags TEXT,
              retention_mode TEXT,
              retained_until TEXT,
              legal_hold INTEGER NOT NULL DEFAULT 0,
            """;

    private static final String COUNTS =
            """
              objects INTEGER NOT NULL DEFAULT 0,
              bytes INTEGER NOT NULL DEFAULT 0,
              current_objects INTEGER NOT NULL DEFAULT 0,
              current_bytes INTEGER NOT NULL DEFAULT 0,
              history_objects INTEGER NOT NULL DEFAULT 0,
              history_bytes INTEGER NOT NULL DEFAULT 0,
              puts INTEGER NOT NULL DEFAULT 0,
              deletes INTEGER NOT NULL DEFAULT 0,
            """;

    static final List<String> STATEMENTS =
            List.of(
                    """
                    CREATE TABLE progress (
                      one INTEGER PRIMARY KEY CHECK (one = 1),
                      schema INTEGER NOT NULL,
                      position INTEGER NOT NULL,
                      stamp TEXT NOT NULL,
                      day TEXT NOT NULL)
                    """,
                    """
                    CREATE TABLE buckets (
                      bucket_id TEXT PRIMARY KEY,
                      name TEXT NOT NULL,
                      owner TEXT NOT NULL,
                      created TEXT NOT NULL,
                      versioning TEXT NOT NULL,
                      history_window_seconds REAL NOT NULL,
                      bytes_window_seconds REAL,
                      object_lock INTEGER NOT NULL,
                      public_read INTEGER NOT NULL,
                      quota_bytes INTEGER,
                      quota_objects INTEGER,
                      tags TEXT NOT NULL,
                      changed TEXT NOT NULL,
                      deleted TEXT) WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE versions (
                      bucket_id TEXT NOT NULL,
                      key TEXT NOT NULL,
                      version TEXT NOT NULL,
                      position INTEGER NOT NULL,
                      modified TEXT NOT NULL,
                      made_time INTEGER NOT NULL,
                      kind TEXT NOT NULL,
                      null_version INTEGER NOT NULL,
                      is_current INTEGER NOT NULL,
                      size INTEGER NOT NULL,
                      etag TEXT,
                      content BLOB,
                    """
                            + ATTRIBUTES
                            + """
                              hidden TEXT,
                              hidden_time INTEGER,
                              bytes_released INTEGER NOT NULL DEFAULT 0,
                              PRIMARY KEY (bucket_id, key, version)) WITHOUT ROWID
                            """,
                    """
                    CREATE INDEX current ON versions (bucket_id, key, version)
                      WHERE is_current = 1
                    """,
                    """
                    CREATE TABLE revisions (
                      bucket_id TEXT NOT NULL,
                      key TEXT NOT NULL,
                      version TEXT NOT NULL,
                      until_time INTEGER NOT NULL,
                      until_event TEXT NOT NULL,
                    """
                            + ATTRIBUTES
                            + "  PRIMARY KEY (bucket_id, key, version, until_event)) WITHOUT ROWID",
                    """
                    CREATE TABLE events (
                      position INTEGER NOT NULL,
                      within INTEGER NOT NULL,
                      stamp TEXT NOT NULL,
                      time TEXT NOT NULL,
                      type TEXT NOT NULL,
                      bucket_id TEXT,
                      key TEXT,
                      prefix TEXT,
                      changes INTEGER NOT NULL,
                      actor TEXT NOT NULL,
                      surface TEXT NOT NULL,
                      source TEXT NOT NULL,
                      request_id TEXT NOT NULL,
                      node TEXT NOT NULL,
                      incarnation INTEGER NOT NULL,
                      origin_position INTEGER NOT NULL,
                      PRIMARY KEY (position, within)) WITHOUT ROWID
                    """,
                    "CREATE INDEX events_of_key ON events (bucket_id, key)",
                    "CREATE TABLE usage (\n"
                            + COUNTS
                            + "  bucket_id TEXT PRIMARY KEY) WITHOUT ROWID",
                    "CREATE TABLE days (\n  day TEXT NOT NULL,\n"
                            + COUNTS
                            + "  bucket_id TEXT NOT NULL,\n  PRIMARY KEY (bucket_id, day))"
                            + " WITHOUT ROWID",
                    """
                    CREATE VIEW objects AS
                      SELECT b.name AS bucket, v.key, v.version, v.position, v.modified, v.size,
                        v.etag, v.content_type, v.headers, v.metadata, v.tags, v.retention_mode,
                        v.retained_until, v.legal_hold, v.bucket_id
                      FROM versions v JOIN buckets b ON b.bucket_id = v.bucket_id
                      WHERE v.is_current = 1 AND b.deleted IS NULL
                    """,
                    """
                    CREATE VIEW daily AS
                      SELECT d.day, b.name AS bucket, d.objects, d.bytes, d.current_objects,
                        d.current_bytes, d.history_objects, d.history_bytes, d.puts, d.deletes,
                        d.bucket_id
                      FROM (
                        SELECT day, bucket_id, objects, bytes, current_objects, current_bytes,
                          history_objects, history_bytes, puts, deletes FROM days
                        UNION ALL
                        SELECT p.day, u.bucket_id, u.objects, u.bytes, u.current_objects,
                          u.current_bytes, u.history_objects, u.history_bytes, u.puts, u.deletes
                        FROM usage u, progress p) d
                      JOIN buckets b ON b.bucket_id = d.bucket_id
                    """,
                    """
                    CREATE TRIGGER version_made AFTER INSERT ON versions WHEN new.kind = 'object'
                    BEGIN
                      UPDATE usage SET objects = objects + 1, bytes = bytes + new.size,
                        current_objects = current_objects + new.is_current,
                        current_bytes = current_bytes + new.is_current * new.size
                      WHERE bucket_id = new.bucket_id;
                    END
                    """,
                    """
                    CREATE TRIGGER version_hidden AFTER UPDATE OF hidden_time ON versions
                    WHEN new.kind = 'object' AND old.hidden_time IS NULL
                      AND new.hidden_time IS NOT NULL
                    BEGIN
                      UPDATE usage SET objects = objects - 1, bytes = bytes - new.size,
                        history_objects = history_objects + 1,
                        history_bytes = history_bytes + new.size
                      WHERE bucket_id = new.bucket_id;
                    END
                    """,
                    """
                    CREATE TRIGGER version_released AFTER UPDATE OF bytes_released ON versions
                    WHEN new.bytes_released > old.bytes_released
                    BEGIN
                      UPDATE usage SET history_bytes = history_bytes - new.size
                      WHERE bucket_id = new.bucket_id;
                    END
                    """,
                    """
                    CREATE TRIGGER version_current AFTER UPDATE OF is_current ON versions
                    WHEN new.is_current <> old.is_current
                    BEGIN
                      UPDATE usage SET
                        current_objects = current_objects + new.is_current - old.is_current,
                        current_bytes =
                          current_bytes + (new.is_current - old.is_current) * new.size
                      WHERE bucket_id = new.bucket_id;
                    END
                    """,
                    """
                    CREATE TRIGGER version_purged AFTER DELETE ON versions
                    WHEN old.kind = 'object'
                    BEGIN
                      UPDATE usage SET
                        objects = objects - (old.hidden_time IS NULL),
                        bytes = bytes - (old.hidden_time IS NULL) * old.size,
                        history_objects = history_objects - (old.hidden_time IS NOT NULL),
                        history_bytes =
                          history_bytes - (old.hidden_time IS NOT NULL)
                            * (1 - old.bytes_released) * old.size,
                        current_objects = current_objects - old.is_current,
                        current_bytes = current_bytes - old.is_current * old.size
                      WHERE bucket_id = old.bucket_id;
                    END
                    """);

    private SqliteSchema() {}
}
