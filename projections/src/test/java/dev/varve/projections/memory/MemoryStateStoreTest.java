package dev.varve.projections.memory;

import dev.varve.projections.StateStore;
import dev.varve.projections.StateStoreContract;

class MemoryStateStoreTest extends StateStoreContract {
    @Override
    protected StateStore open() {
        return new MemoryStateStore(BEGUN);
    }
}
