package dev.varve.server.peer;

import java.io.IOException;

/// A member answered, but not with what it was asked for.
final class PeerRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    PeerRefusal(int status, String reason) {
        super("status " + status + ": " + reason);
        this.status = status;
    }

    int status() {
        return status;
    }
}
