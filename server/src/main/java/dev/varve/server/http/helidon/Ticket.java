package dev.varve.server.http.helidon;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// One request in flight on a connection.
///
/// Helidon leaves a thread that waits for an HTTP/2 body waiting forever when the connection ends, and
/// one that waits for room in a client's window for as long as a client may be slow. Such a thread is
/// interrupted, but only while it waits there: an interrupt that hits a thread in the store closes the
/// file it is using.
final class Ticket implements AutoCloseable {
    private final Connection connection;
    private final int stream;
    private final Pace in;
    private final Pace out = new Pace();
    private final boolean http2;
    private @Nullable Thread waiting;
    private boolean abandoned;

    Ticket(Connection connection, int stream, Pace in, boolean http2) {
        this.connection = connection;
        this.stream = stream;
        this.in = in;
        this.http2 = http2;
    }

    Pace in() {
        return in;
    }

    Pace out() {
        return out;
    }

    int stream() {
        return stream;
    }

    Connection connection() {
        return connection;
    }

    /// A part of an answer on its way.
    @FunctionalInterface
    interface Sending {
        void run() throws IOException;
    }

    /// Waits for a part of the body, and reads it.
    int read(InputStream from, byte[] into, int offset, int length) throws IOException {
        if (!http2) {
            return from.read(into, offset, length);
        }
        int got = 0;
        waits();
        in.begin();
        try {
            got = from.read(into, offset, length);
        } finally {
            in.end(Math.max(got, 0));
            goesOn();
        }
        return got;
    }

    /// Sends a part of an answer, for which the client may have to make room first.
    void send(long bytes, Sending part) throws IOException {
        if (http2) {
            waits();
        }
        out.begin();
        try {
            part.run();
        } finally {
            out.end(bytes);
            if (http2) {
                goesOn();
            }
        }
    }

    private synchronized void waits() {
        requireConnection();
        waiting = Thread.currentThread();
    }

    /// With no interrupt left over that was for the wait only.
    private synchronized void goesOn() {
        waiting = null;
        requireConnection();
    }

    private synchronized void requireConnection() {
        if (abandoned) {
            boolean mine = Thread.interrupted();
            throw new BadFraming(mine ? "The connection ended" : "The connection has ended");
        }
    }

    synchronized void abandon() {
        abandoned = true;
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    @Override
    public void close() {
        connection.finish(this);
    }
}
