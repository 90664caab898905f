package dev.varve.log;

import java.time.Instant;

/// Until when a version must not be removed, and whether a privileged caller may lift that.
public record Retention(Mode mode, Instant until) {
    public enum Mode {
        GOVERNANCE,
        COMPLIANCE
    }

    public Retention {
        until = Instant.ofEpochMilli(until.toEpochMilli());
    }
}
