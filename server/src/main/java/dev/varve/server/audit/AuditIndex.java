package dev.varve.server.audit;

import dev.varve.log.Cut;
import dev.varve.log.Journal;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.Projector;
import dev.varve.projections.ProjectorState;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.audit.AuditFold;
import dev.varve.projections.audit.AuditReader;
import java.time.Duration;
import java.util.function.Function;

/// The audit view, brought up to the journal for as long as the store is open. It may be deleted while
/// that is closed, and begins anew with what the journal has.
public final class AuditIndex implements AutoCloseable {
    private static final Projector.Pace PACE = new Projector.Pace(2_000, 200_000);

    private final Journal journal;
    private final ViewStore store;
    private Projector projector;
    private boolean paused;

    /// @param store closed by whoever opened it
    public AuditIndex(Journal journal, ViewStore store) {
        this.journal = journal;
        this.store = store;
        beginWhereTheJournalDoes();
        this.projector = started();
    }

    private void beginWhereTheJournalDoes() {
        Position oldest = journal.oldest();
        Position before = new Position(oldest.value() - 1);
        if (before.isAfter(store.cut().of(journal.origin().node()))) {
            try (ViewChanges changes = store.change()) {
                AuditReader.begin(changes, oldest);
                store.commit(changes, Cut.of(journal.origin(), before));
            }
        }
    }

    private Projector started() {
        Projector next = new Projector(journal, store, new AuditFold(), PACE);
        next.start("varve-audit");
        return next;
    }

    /// Asks one state of it.
    public <R> R read(Function<AuditReader, R> query) {
        try (ViewSnapshot snapshot = store.snapshot()) {
            return query.apply(new AuditReader(snapshot));
        }
    }

    /// The newest event that is in it.
    public Position position() {
        return store.cut().of(journal.origin().node());
    }

    /// The newest event that is in it after a crash too.
    Position flushed() {
        return store.flushedCut().of(journal.origin().node());
    }

    /// Makes what it has survive a crash, so that it needs less of the journal.
    public void flush() {
        store.flush();
    }

    Journal journal() {
        return journal;
    }

    synchronized Projector projector() {
        return projector;
    }

    /// Waits until it has an event; false when the time is over or it does not go on.
    public boolean await(Position position, Duration atMost) throws InterruptedException {
        return projector().await(position, atMost);
    }

    synchronized boolean isPaused() {
        return paused;
    }

    synchronized void pause() {
        paused = true;
        projector.close();
    }

    synchronized void resume() {
        projector.close();
        paused = false;
        projector = started();
    }

    /// Tries again what a full volume stopped.
    public synchronized void goOnWithSpace() {
        boolean full =
                projector.state() instanceof ProjectorState.Failed failed
                        && failed.cause() instanceof StoreException.OutOfSpace;
        if (full && !paused) {
            resume();
        }
    }

    @Override
    public synchronized void close() {
        projector.close();
    }
}
