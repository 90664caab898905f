package dev.varve.server.store;

/// The request may or may not have taken effect: a sync failed, or the answer did not come in time.
/// Ask again after the store was reopened; no write is taken before.
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }

    OutcomeUnknown(String message) {
        super(message);
    }
}
