package dev.varve.server.sql;

import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Recorded;
import dev.varve.projections.sql.QueryLimits;
import dev.varve.projections.sql.SqlAnswer;
import dev.varve.projections.sql.SqlQueries;
import dev.varve.projections.sql.SqlQuery;
import dev.varve.projections.sql.SqlRefused;
import dev.varve.projections.sql.SqlView;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.Consumers;
import dev.varve.server.store.Seed;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables of a store that is open, and the one way to ask them.
public final class SqlDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqlDoor.class);
    private static final String FILE = "sql/varve.db";

    private final SqlSettings settings;
    private final Consumers consumers;
    private final SqlFollower follower;
    private final SqlQueries queries;
    private final QueryLimits limits;

    private SqlDoor(
            SqlSettings settings, Consumers consumers, SqlFollower follower, Path file, long free) {
        this.settings = settings;
        this.consumers = consumers;
        this.follower = follower;
        this.queries = new SqlQueries(file, settings.concurrent());
        this.limits =
                new QueryLimits(
                        settings.maxTime(),
                        settings.maxRows(),
                        settings.maxBytes(),
                        Math.toIntExact(settings.memory() >> 10),
                        free);
    }

    /// Opens the tables, and has them follow the journal.
    ///
    /// @param data directory of the store
    /// @param free bytes of the volume that temporary files of queries leave alone
    public static SqlDoor open(SqlSettings settings, Path data, Consumers consumers, long free) {
        Path file = data.resolve(FILE);
        SqlView view = SqlView.open(file);
        Journal journal = consumers.followed().journal();
        if (hasLeft(view, journal)) {
            LOG.warn("the journal went another way since the tables of SQL were made: made anew");
            view.reset();
        }
        if (journal.oldest().isAfter(view.position().next())) {
            LOG.error(
                    "the tables of SQL are at {}, but the journal begins at {}: what is between is"
                            + " gone, so they stay as they are",
                    view.position(),
                    journal.oldest());
        }
        SqlFollower follower = new SqlFollower(view, Seed.of(data));
        consumers.add(follower);
        return new SqlDoor(settings, consumers, follower, file, free);
    }

    /// Whether the journal has another event where the tables are, or none: it was cut, or is another.
    private static boolean hasLeft(SqlView view, Journal journal) {
        if (view.position().isNone() || journal.oldest().isAfter(view.position())) {
            return false;
        }
        if (view.position().isAfter(journal.durable())) {
            return true;
        }
        try (JournalCursor cursor = journal.read(view.position())) {
            Recorded recorded = cursor.next();
            return recorded == null || !view.isAt(recorded);
        }
    }

    public SqlSettings settings() {
        return settings;
    }

    /// @param time at most [SqlSettings#maxTime]
    /// @param rows at most [SqlSettings#maxRows]
    public SqlAnswer answer(SqlQuery query, Duration time, int rows)
            throws SqlRefused, InterruptedException {
        return queries.answer(query, limits.with(time, rows));
    }

    @Override
    public void close() {
        queries.close();
        consumers.find(SqlFollower.NAME).ifPresent(Consumer::close);
        follower.close();
    }
}
