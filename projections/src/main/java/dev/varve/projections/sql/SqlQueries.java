package dev.varve.projections.sql;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.sql.SqlRefused.Why;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/// Answers queries of others, each on a connection of its own that can do nothing but read, within
/// limits of time, rows, bytes and space, and only so many at a time. They run on threads of their own:
/// a query would hold a carrier of virtual threads for as long as it takes.
public final class SqlQueries implements AutoCloseable {
    /// Steps of the database between two looks at the clock: well below a millisecond.
    private static final int STEPS = 2_000;

    /// Looks at the clock between two looks at the volume.
    private static final int LOOKS = 1_000;

    private static final long PATIENCE_MILLIS = 1_000;
    private static final int OVERHEAD_OF_A_VALUE = 16;

    private final Path file;
    private final Dialect dialect = new Sqlite();
    private final Semaphore turns;
    private final ExecutorService threads;
    private volatile boolean closed;

    public SqlQueries(Path file, int atOnce) {
        this.file = file;
        this.turns = new Semaphore(atOnce, true);
        this.threads =
                Executors.newFixedThreadPool(
                        atOnce, Thread.ofPlatform().daemon().name("varve-query-", 0).factory());
    }

    /// @throws SqlRefused when it is not answered, and why
    public SqlAnswer answer(SqlQuery query, QueryLimits limits)
            throws SqlRefused, InterruptedException {
        QueryText.require(query.text());
        if (query.parameters().size() > QueryLimits.MOST_PARAMETERS) {
            throw new SqlRefused(
                    Why.NOT_ALLOWED,
                    "A query has at most " + QueryLimits.MOST_PARAMETERS + " parameters.");
        }
        if (!turns.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new SqlRefused(Why.BUSY, "Other queries are being answered.");
        }
        Future<SqlAnswer> answer = start(query, limits);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SqlRefused refused -> throw refused;
                case RuntimeException broken -> throw broken;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// The turn ends with the query itself, whoever waits for it.
    private Future<SqlAnswer> start(SqlQuery query, QueryLimits limits) throws SqlRefused {
        try {
            return threads.submit(() -> {
                try {
                    return answered(query, limits);
                } finally {
                    turns.release();
                }
            });
        } catch (RejectedExecutionException e) {
            turns.release();
            throw new SqlRefused(Why.BUSY, "The tables are being closed.");
        }
    }

    /// Stops queries that are being answered.
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
    }

    private SqlAnswer answered(SqlQuery query, QueryLimits limits) throws SqlRefused {
        Watch watch = new Watch(limits);
        try (Connection connection = dialect.reader(file, limits)) {
            ProgressHandler.setHandler(connection, STEPS, watch);
            connection.setAutoCommit(false); // the position and the rows are of one state
            Position position = SqlProgress.read(connection).position();
            try (PreparedStatement statement = connection.prepareStatement(query.text())) {
                bind(statement, query.parameters());
                return read(statement, limits, position);
            } finally {
                ProgressHandler.clearHandler(connection);
            }
        } catch (SQLException e) {
            throw refused(e, watch, limits);
        }
    }

    private static void bind(PreparedStatement statement, List<?> values)
            throws SQLException, SqlRefused {
        int wanted = statement.getParameterMetaData().getParameterCount();
        if (wanted != values.size()) {
            throw new SqlRefused(
                    Why.NOT_ALLOWED,
                    "The query has %d parameters, not %d.".formatted(wanted, values.size()));
        }
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static SqlAnswer read(
            PreparedStatement statement, QueryLimits limits, Position position)
            throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        boolean truncated = false;
        try (ResultSet result = statement.executeQuery()) {
            ResultSetMetaData about = result.getMetaData();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(about.getColumnLabel(i));
            }
            long bytes = 0;
            while (!truncated && result.next()) {
                List<@Nullable Object> row = new ArrayList<>(columns.size());
                for (int i = 1; i <= columns.size(); i++) {
                    Object value = value(result.getObject(i));
                    bytes +=
                            OVERHEAD_OF_A_VALUE
                                    + (value instanceof String text ? text.length() : 0);
                    row.add(value);
                }
                truncated = rows.size() == limits.rows() || bytes > limits.bytes();
                if (!truncated) {
                    rows.add(row);
                }
            }
        }
        return new SqlAnswer(columns, rows, truncated, position);
    }

    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value;
    }

    private static SqlRefused refused(SQLException e, Watch watch, QueryLimits limits) {
        if (e.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
            return watch.full
                    ? new SqlRefused(Why.TOO_MUCH, "The query needs more space than is free.")
                    : new SqlRefused(
                            Why.TOO_LONG,
                            "The query was stopped after " + limits.time().toMillis() + " ms.");
        }
        if (isOfTheStore(e.getErrorCode())) {
            throw SqlFailed.of("the SQL view cannot be read", e);
        }
        return new SqlRefused(Why.NOT_ALLOWED, "The query is not answered: " + e.getMessage());
    }

    /// What no query can be blamed for.
    private static boolean isOfTheStore(int code) {
        return code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code
                || code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /// Asked by the database every so many steps; stops it when the time is over or the volume full.
    private final class Watch extends ProgressHandler {
        private final long end;
        private final long freeBytes;
        private int looks;
        private volatile boolean full;

        private Watch(QueryLimits limits) {
            this.end = System.nanoTime() + limits.time().toNanos();
            this.freeBytes = limits.freeBytes();
        }

        @Override
        protected int progress() {
            looks++;
            full = full || (looks % LOOKS == 0 && isFull());
            boolean goesOn =
                    !full
                            && !closed
                            && System.nanoTime() - end <= 0
                            && !Thread.currentThread().isInterrupted();
            return goesOn ? 0 : 1;
        }

        private boolean isFull() {
            try {
                return Files.getFileStore(file).getUsableSpace() < freeBytes;
            } catch (IOException e) {
                throw new StoreException.Failed("the volume does not tell what is free", e);
            }
        }
    }
}
