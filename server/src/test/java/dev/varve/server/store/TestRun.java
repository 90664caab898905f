package dev.varve.server.store;

import dev.varve.server.consumers.Chore;
import java.util.HashMap;
import java.util.Map;

/// A run of a chore that goes on for so many questions whether it should.
final class TestRun implements Chore.Run {
    final Map<String, Long> figures = new HashMap<>();
    private long steps;

    TestRun() {
        this(Long.MAX_VALUE);
    }

    TestRun(long steps) {
        this.steps = steps;
    }

    @Override
    public boolean goesOn() {
        return steps-- > 0;
    }

    @Override
    public void figure(String name, long value) {
        figures.put(name, value);
    }
}
