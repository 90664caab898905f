package dev.varve.server.config;

import dev.varve.server.sql.SqlSettings;
import java.time.Duration;
import java.util.List;

/// The settings of the tables of SQL.
final class SqlTable {
    private static final SqlSettings SQL = SqlSettings.DEFAULT;
    private static final DataSize LEAST = new DataSize(64 << 10);
    private static final DataSize MOST = new DataSize(1L << 30);

    static final Setting<Boolean> ENABLED =
            Setting.of(
                    "sql.enabled",
                    Type.FLAG,
                    SQL.enabled(),
                    "keep buckets, objects, versions, events and daily figures as tables of SQLite,"
                            + " in `sql/varve.db`, for `varve query`");

    static final Setting<Duration> TIME =
            Setting.of(
                    "sql.max-time",
                    Type.duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    SQL.maxTime(),
                    "longest time that a query may ask for; then it is stopped");

    static final Setting<Integer> ROWS =
            Setting.of(
                    "sql.max-rows",
                    Type.count(1, 10_000_000),
                    SQL.maxRows(),
                    "most rows that a query may ask for");

    static final Setting<DataSize> BYTES =
            Setting.of(
                    "sql.max-answer-bytes",
                    Type.size(LEAST, MOST),
                    new DataSize(SQL.maxBytes()),
                    "values of one answer; more rows are left out, which the answer says");

    static final Setting<DataSize> MEMORY =
            Setting.of(
                    "sql.memory-bytes",
                    Type.size(LEAST, MOST),
                    new DataSize(SQL.memory()),
                    "pages that one query keeps in memory, outside the heap; more goes to temporary"
                            + " files");

    static final Setting<Integer> AT_ONCE =
            Setting.of(
                    "sql.max-concurrent",
                    Type.count(1, 64),
                    SQL.concurrent(),
                    "queries at a time; one more is told to slow down");

    private SqlTable() {}

    static List<Setting<?>> all() {
        return List.of(ENABLED, TIME, ROWS, BYTES, MEMORY, AT_ONCE);
    }
}
