package dev.varve.projections.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/// SQLite in a file. Texts compare by their bytes, also where they are no UTF-8.
final class Sqlite implements Dialect {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int PAGES_OF_A_KIB = -1;
    private static final int CACHE_KIB = 16 << 10;

    /// What one statement of somebody else may be. Longer values than these are in no table.
    private static final Map<SQLiteLimits, Integer> LIMITS =
            Map.of(
                    SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0,
                    SQLiteLimits.SQLITE_LIMIT_LENGTH, QueryLimits.VALUE_BYTES,
                    SQLiteLimits.SQLITE_LIMIT_COLUMN, 100,
                    SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 100,
                    SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 50,
                    SQLiteLimits.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000,
                    SQLiteLimits.SQLITE_LIMIT_VARIABLE_NUMBER, QueryLimits.MOST_PARAMETERS,
                    SQLiteLimits.SQLITE_LIMIT_WORKER_THREADS, 0);

    @Override
    public Connection writer(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(PATIENCE_MILLIS);
        config.setCacheSize(PAGES_OF_A_KIB * CACHE_KIB);
        config.setTempStore(TempStore.FILE);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    @Override
    public Connection reader(Path file, QueryLimits limits) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(PATIENCE_MILLIS);
        config.setCacheSize(PAGES_OF_A_KIB * limits.memoryKib());
        config.setTempStore(TempStore.FILE);
        SQLiteConnection connection =
                (SQLiteConnection) config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only=ON");
            for (Map.Entry<SQLiteLimits, Integer> each : LIMITS.entrySet()) {
                connection.setLimit(each.getKey(), each.getValue());
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    @Override
    public List<String> schema() {
        return SqliteSchema.STATEMENTS;
    }

    @Override
    public String utf8() {
        return "CAST(? AS TEXT)";
    }

    @Override
    public String moved(String key) {
        return "CAST(CAST(? AS BLOB) || substr(CAST(" + key + " AS BLOB), ? + 1) AS TEXT)";
    }

    @Override
    public String length(String key) {
        return "length(CAST(" + key + " AS BLOB))";
    }
}
