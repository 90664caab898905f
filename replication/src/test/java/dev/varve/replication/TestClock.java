package dev.varve.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Stands still until moved.
public final class TestClock implements InstantSource {
    private Instant now = Instant.parse("2026-05-01T10:00:00Z");

    public void moveBy(Duration step) {
        now = now.plus(step);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
