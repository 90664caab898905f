package dev.varve.projections;

import dev.varve.log.Cut;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a view up to its journal, from the view's cut on: once with [#catchUp], or for good on a
/// thread of its own with [#start].
///
/// Events are folded in batches, each committed with its cut. A fold that fails stops only this
/// projector, and the view keeps its place before the batch that failed. While a store serves, its
/// sequencer alone writes the object view: this is for start-up, rebuilds and all other views.
public final class Projector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
    private static final Position ALL = new Position(Long.MAX_VALUE);
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private final Journal journal;
    private final ViewStore store;
    private final Fold fold;
    private final Pace pace;
    private final Progress reached;
    private long sinceFlush;
    private volatile boolean closing;
    private @Nullable Thread thread;

    /// @param batch events folded between two commits
    /// @param flushEvery events between two flushes, what a crash makes this view fold again
    public record Pace(int batch, long flushEvery) {
        public static final Pace DEFAULT = new Pace(2_000, 200_000);
    }

    /// Hears where a view has got to, after each batch.
    @FunctionalInterface
    public interface Watcher {
        void at(Position position, Position durable);
    }

    public Projector(Journal journal, ViewStore store, Fold fold) {
        this(journal, store, fold, Pace.DEFAULT);
    }

    public Projector(Journal journal, ViewStore store, Fold fold, Pace pace) {
        this.journal = journal;
        this.store = store;
        this.fold = fold;
        this.pace = pace;
        this.reached = new Progress(position());
    }

    /// The newest position of this journal in the view.
    public Position position() {
        return store.cut().of(journal.origin().node());
    }

    /// How many durable events the view does not hold yet.
    public long lag() {
        return journal.durable().value() - reached.position().value();
    }

    public ProjectorState state() {
        return reached.state();
    }

    /// Waits until the view holds `position`. False when the time is over or the projector stopped.
    public boolean await(Position position, Duration atMost) throws InterruptedException {
        return reached.await(position, atMost);
    }

    public void catchUp() {
        catchUp((position, durable) -> {});
    }

    /// Folds all that is durable when it is called. What a fold throws goes to the caller.
    public void catchUp(Watcher watcher) {
        catchUpTo(journal.durable(), watcher);
    }

    /// Folds all up to an event that is durable, and nothing behind it.
    public void catchUpTo(Position goal, Watcher watcher) {
        requireNotAhead(goal);
        try (JournalCursor cursor = journal.read(position().next());
                ViewChanges changes = store.change()) {
            while (goal.isAfter(reached.position()) && step(cursor, changes, goal)) {
                watcher.at(reached.position(), goal);
            }
        }
    }

    private void requireNotAhead(Position durable) {
        if (position().isAfter(durable)) {
            throw new StoreException.Failed(
                    "the view is at %s but the journal ends at %s: delete the view, or restore the journal"
                            .formatted(position(), durable));
        }
    }

    /// Follows the journal until closed.
    public synchronized void start(String name) {
        if (thread != null) {
            throw new IllegalStateException("started already");
        }
        reached.become(new ProjectorState.Running());
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        try {
            follow();
            reached.become(new ProjectorState.Stopped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reached.become(new ProjectorState.Stopped());
        } catch (RuntimeException | Error e) {
            // The edge of the thread: whatever a fold throws stops this view and no other.
            LOG.error("a view stops after position {}", reached.position(), e);
            reached.become(new ProjectorState.Failed(reached.position().next(), e));
        }
    }

    private void follow() throws InterruptedException {
        requireNotAhead(journal.durable());
        try (JournalCursor cursor = journal.read(position().next());
                ViewChanges changes = store.change()) {
            while (!closing) {
                if (!step(cursor, changes, ALL)) {
                    cursor.await(PATIENCE);
                }
            }
        }
    }

    /// Folds and commits up to a batch; false when there was nothing.
    private boolean step(JournalCursor cursor, ViewChanges changes, Position last) {
        Cut cut = store.cut();
        int folded = 0;
        Recorded recorded = next(cursor, last);
        while (recorded != null) {
            fold.apply(recorded, changes);
            cut = cut.with(recorded.envelope().origin(), recorded.position());
            folded++;
            recorded = folded < pace.batch ? next(cursor, last) : null;
        }
        if (folded == 0) {
            return false;
        }
        store.commit(changes, cut);
        flushSometimes(folded);
        reached.reach(cut.of(journal.origin().node()));
        return true;
    }

    private static @Nullable Recorded next(JournalCursor cursor, Position last) {
        return cursor.position().isAfter(last) ? null : cursor.next();
    }

    private void flushSometimes(int folded) {
        sinceFlush += folded;
        if (sinceFlush >= pace.flushEvery) {
            store.flush();
            sinceFlush = 0;
        }
    }

    /// Ends the thread after the batch it is at. Leaves journal and store open.
    @Override
    public void close() {
        closing = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
