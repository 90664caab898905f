package dev.varve.projections.memory;

import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectViewModelContract;

class MemoryObjectViewModelTest extends ObjectViewModelContract {
    @Override
    protected ViewStore create() {
        return new MemoryViewStore();
    }

    @Override
    protected int steps() {
        return 1_000;
    }
}
