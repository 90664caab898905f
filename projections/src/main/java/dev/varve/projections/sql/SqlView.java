package dev.varve.projections.sql;

import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables, kept up with a journal. Each step is one transaction with its position in it, so that
/// neither is there without the other. For one thread at a time, but for [#position()].
///
/// Tables of another schema are thrown away when they are opened, to be made anew from the first event.
public final class SqlView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlView.class);
    private static final List<String> FILES = List.of("", "-wal", "-shm", "-journal");

    private final Path file;
    private final Dialect dialect;
    private Open open;
    private volatile SqlProgress progress;

    /// Goes with one connection.
    private record Open(Connection connection, Statements statements, SqlFold fold) {
        static Open of(Connection connection, Dialect dialect) throws SQLException {
            Statements statements = new Statements(connection);
            SqlFold fold = new SqlFold(statements, dialect);
            connection.setAutoCommit(false);
            return new Open(connection, statements, fold);
        }
    }

    private SqlView(Path file, Dialect dialect) throws SQLException, IOException {
        this.file = file;
        this.dialect = dialect;
        Connection connection = dialect.writer(file);
        this.progress = SqlProgress.readIfThere(connection);
        if (progress.schema() == Dialect.SCHEMA) {
            this.open = Open.of(connection, dialect);
            return;
        }
        if (progress.schema() != 0) {
            LOG.info("the SQL view has schema {}: it is made anew", progress.schema());
        }
        connection.close();
        this.open = anew();
        this.progress = SqlProgress.BEGIN;
    }

    /// @throws StoreException.Failed when it cannot be opened
    public static SqlView open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new SqlView(file, new Sqlite());
        } catch (SQLException e) {
            throw SqlFailed.of("the SQL view cannot be opened; delete " + file, e);
        } catch (IOException e) {
            throw new StoreException.Failed("the SQL view cannot be opened: " + e.getMessage(), e);
        }
    }

    private Open anew() throws SQLException, IOException {
        for (String each : FILES) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + each));
        }
        Connection connection = dialect.writer(file);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String each : dialect.schema()) {
                statement.execute(each);
            }
        }
        SqlProgress begin = SqlProgress.BEGIN;
        new Statements(connection)
                .run(
                        SqlProgress.INSERT,
                        begin.schema(),
                        begin.position().value(),
                        begin.stamp(),
                        begin.day());
        connection.commit();
        connection.setAutoCommit(true);
        return Open.of(connection, dialect);
    }

    /// Throws everything away.
    public void reset() {
        try {
            open.connection().close();
            open = anew();
            progress = SqlProgress.BEGIN;
        } catch (SQLException e) {
            throw SqlFailed.of("the SQL view cannot be made anew", e);
        } catch (IOException e) {
            throw new StoreException.Failed("the SQL view cannot be made anew", e);
        }
    }

    /// The last event that is in the tables, also after a crash.
    public Position position() {
        return progress.position();
    }

    /// Whether the event at [#position()] is this one: else the journal went another way.
    public boolean isAt(Recorded recorded) {
        return recorded.position().equals(progress.position())
                && recorded.stamp().text().equals(progress.stamp());
    }

    /// Adds events that follow the last one, all or none.
    public void apply(List<Recorded> events) {
        SqlProgress reached = progress;
        try {
            for (Recorded recorded : events) {
                reached = apply(recorded, reached);
            }
            open.statements()
                    .run(
                            SqlProgress.UPDATE,
                            reached.position().value(),
                            reached.stamp(),
                            reached.day());
            open.connection().commit();
            progress = reached;
        } catch (SQLException e) {
            rollBack();
            throw SqlFailed.of("the SQL view cannot be written", e);
        } catch (RuntimeException | Error e) { // Thrown on, with nothing of it left.
            rollBack();
            throw e;
        }
    }

    private SqlProgress apply(Recorded recorded, SqlProgress before) {
        if (!recorded.position().equals(before.position().next())) {
            throw new StoreException.Failed(
                    "the SQL view is at %s and cannot go on at %s"
                            .formatted(before.position(), recorded.position()));
        }
        String day = Texts.day(recorded.envelope().time().instant());
        if (!before.day().isEmpty() && day.compareTo(before.day()) > 0) {
            open.fold().endDay(before.day());
        }
        open.fold().apply(recorded);
        return new SqlProgress(before.schema(), recorded.position(), recorded.stamp().text(), day);
    }

    private void rollBack() {
        try {
            open.connection().rollback();
        } catch (SQLException e) {
            LOG.warn("the SQL view could not take back a step: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            open.connection().close();
        } catch (SQLException e) {
            LOG.warn("the SQL view could not be closed: {}", e.getMessage());
        }
    }
}
