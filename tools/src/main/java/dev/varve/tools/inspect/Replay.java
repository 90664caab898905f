package dev.varve.tools.inspect;

import dev.varve.log.Cut;
import dev.varve.log.Recorded;
import dev.varve.projections.Fold;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectFold;
import org.jspecify.annotations.Nullable;

/// Folds events into a view that was empty, many to a batch. For one thread.
public final class Replay implements AutoCloseable {
    private static final int BATCH = 1000;
    private final ViewStore views;
    private final Fold fold = new ObjectFold();
    private @Nullable ViewChanges changes;
    private Cut cut;
    private long events;
    private int inBatch;

    public Replay(ViewStore views) {
        this.views = views;
        this.cut = views.cut();
    }

    public void apply(Recorded recorded) {
        ViewChanges open = changes == null ? views.change() : changes;
        changes = open;
        fold.apply(recorded, open);
        cut = cut.with(recorded.envelope().origin(), recorded.position());
        events++;
        if (++inBatch == BATCH) {
            commit();
        }
    }

    private void commit() {
        if (changes != null) {
            views.commit(changes, cut);
            changes.close();
            changes = null;
            inBatch = 0;
        }
    }

    /// Commits what is left.
    public void finish() {
        commit();
    }

    public long events() {
        return events;
    }

    /// Drops what was not committed; the view stays open.
    @Override
    public void close() {
        if (changes != null) {
            changes.close();
        }
    }
}
