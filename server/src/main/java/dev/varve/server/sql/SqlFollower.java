package dev.varve.server.sql;

import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.StateBatch;
import dev.varve.projections.sql.SqlView;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.OwnCursor;
import dev.varve.server.store.Seed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Keeps the tables up with the journal. The database works on a thread of its own: one statement may
/// take long, and would hold a carrier of virtual threads meanwhile.
final class SqlFollower implements OwnCursor, AutoCloseable {
    static final String NAME = "sql";
    private static final long PATIENCE_SECONDS = 60;

    private final SqlView view;
    private final Optional<Seed> seed;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("varve-sql").factory());

    /// @param seed what the journal does not have of what is in the store; empty where it has all
    SqlFollower(SqlView view, Optional<Seed> seed) {
        this.view = view;
        this.seed = seed;
    }

    /// Tables of what came later alone would say that there is nothing else.
    @Override
    public Optional<String> lost() {
        return seed.filter(_ -> view.position().isNone())
                .map(from -> "the journal goes on from " + from + ", of which it has no events");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String about() {
        return "keeps the tables of SQL up with the journal";
    }

    @Override
    public Position position() {
        return view.position();
    }

    /// A view: the journal is kept for it.
    @Override
    public boolean mayLapse() {
        return false;
    }

    @Override
    public void apply(List<Recorded> events, StateBatch with) throws InterruptedException {
        done(() -> view.apply(events));
    }

    @Override
    public void replaying(Position from, StateBatch with) {
        if (!from.equals(Position.FIRST)) {
            throw new ConsumerRefusal(
                    "tables are only made anew as a whole: replay '" + NAME + "' from 0");
        }
        try {
            done(view::reset);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConsumerRefusal("interrupted");
        }
    }

    private void done(Runnable work) throws InterruptedException {
        try {
            thread.submit(work).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// Waits for what is under way.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                view.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
