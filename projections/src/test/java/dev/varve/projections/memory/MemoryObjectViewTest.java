package dev.varve.projections.memory;

import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectViewContract;

class MemoryObjectViewTest extends ObjectViewContract {
    @Override
    protected ViewStore create() {
        return new MemoryViewStore();
    }
}
