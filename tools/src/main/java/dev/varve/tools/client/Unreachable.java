package dev.varve.tools.client;

import org.jspecify.annotations.Nullable;

/// There is no answer: nobody listens, it took too long, or the connection broke. Whether a write was
/// done is then not known.
public final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
