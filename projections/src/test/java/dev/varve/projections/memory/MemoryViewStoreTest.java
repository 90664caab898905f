package dev.varve.projections.memory;

import dev.varve.projections.ViewStore;
import dev.varve.projections.ViewStoreContract;

class MemoryViewStoreTest extends ViewStoreContract {
    @Override
    protected ViewStore create() {
        return new MemoryViewStore();
    }

    @Override
    protected ViewStore crash(ViewStore store) {
        return ((MemoryViewStore) store).afterCrash();
    }

    @Override
    protected ViewStore reopen(ViewStore store) {
        store.close();
        return ((MemoryViewStore) store).afterCrash();
    }
}
