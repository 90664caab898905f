package dev.varve.replication.ship;

import java.io.IOException;

/// The bytes of a stream are no messages. Asking again gives a new stream.
public final class BrokenStream extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /// What is wrong with the bytes.
    public enum Fault {
        /// They end within a message.
        CUT,
        CHECKSUM,
        TOO_LARGE,
        /// A type or version of a newer release.
        UNKNOWN,
        MALFORMED
    }

    public BrokenStream(Fault fault, String what) {
        super(what);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
