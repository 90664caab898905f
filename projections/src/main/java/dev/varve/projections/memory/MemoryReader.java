package dev.varve.projections.memory;

import dev.varve.log.Cut;
import dev.varve.log.StoreException;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewSnapshot;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads one state, or the newest one, of a store on the heap.
final class MemoryReader implements ViewSnapshot {
    private final Supplier<MemoryState> state;
    private final BooleanSupplier storeClosed;
    private boolean closed;

    MemoryReader(Supplier<MemoryState> state, BooleanSupplier storeClosed) {
        this.state = state;
        this.storeClosed = storeClosed;
    }

    @Override
    public Cut cut() {
        return open().cut();
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
        return open().rows(table).get(key);
    }

    @Override
    public RowCursor scan(Table table) {
        return new MemoryCursor(open().rows(table));
    }

    private MemoryState open() {
        if (closed || storeClosed.getAsBoolean()) {
            throw new StoreException.Closed("the view is closed");
        }
        return state.get();
    }

    @Override
    public void close() {
        closed = true;
    }
}
