package dev.varve.projections.memory;

import dev.varve.log.Cut;
import dev.varve.log.StoreException;
import dev.varve.projections.Overlay;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;

/// A view store on the heap. "Stable storage" is the state at the last flush, which
/// [#afterCrash()] opens again.
public final class MemoryViewStore implements ViewStore {
    private volatile MemoryState state;
    private volatile MemoryState flushed;
    private volatile boolean closed;

    public MemoryViewStore() {
        this(MemoryState.EMPTY);
    }

    private MemoryViewStore(MemoryState state) {
        this.state = state;
        this.flushed = state;
    }

    /// The store as a crash at this moment would leave it. This one is closed.
    public MemoryViewStore afterCrash() {
        closed = true;
        return new MemoryViewStore(flushed);
    }

    @Override
    public Cut cut() {
        return open().cut();
    }

    @Override
    public Cut flushedCut() {
        open();
        return flushed.cut();
    }

    @Override
    public ViewSnapshot snapshot() {
        MemoryState taken = open();
        return new MemoryReader(() -> taken, () -> closed);
    }

    @Override
    public ViewChanges change() {
        open();
        return new Overlay(new MemoryReader(() -> state, () -> closed));
    }

    @Override
    public void commit(ViewChanges changes, Cut cut) {
        Overlay overlay = (Overlay) changes;
        state = open().with(overlay, cut);
        overlay.clear();
    }

    @Override
    public void flush() {
        flushed = open();
    }

    @Override
    public void close() {
        if (!closed) {
            flush();
            closed = true;
        }
    }

    private MemoryState open() {
        if (closed) {
            throw new StoreException.Closed("the view is closed");
        }
        return state;
    }
}
