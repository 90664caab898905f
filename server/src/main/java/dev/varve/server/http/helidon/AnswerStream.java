package dev.varve.server.http.helidon;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Passes an answer's body to Helidon in pieces, and keeps watch over who is slow. A piece is what a
/// client has to take within the time limit for sending.
///
/// CPU of the server for a GB on one connection over loopback, by what a handler writes at a time:
/// 16 KiB 0.25 s, 64 KiB 0.21 s, 128 KiB 0.18 s, 256 KiB 0.18 s, 1 MiB 0.22 s (best of several rounds
/// each; the last no longer stays in the processor's cache). Handlers do best with 128 or 256 KiB.
final class AnswerStream extends OutputStream {
    private static final int PIECE = 256 << 10;

    private final Ticket ticket;
    private @Nullable OutputStream to;
    private long length = -1;
    private long count;
    private long firstByte;
    private boolean lost;

    AnswerStream(Ticket ticket) {
        this.ticket = ticket;
    }

    /// @param length of the whole body, -1 when it is not known
    void to(OutputStream stream, long length) {
        this.to = stream;
        this.length = length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /// An empty piece is left out: as an HTTP chunk it would be the end.
    @Override
    public void write(byte[] bytes, int offset, int size) throws IOException {
        if (length >= 0 && count + size > length) {
            throw new IOException("More than the " + length + " bytes that were announced");
        }
        int done = 0;
        while (done < size) {
            int piece = Math.min(PIECE, size - done);
            pass(bytes, offset + done, piece);
            done += piece;
            count += piece;
        }
    }

    private void pass(byte[] bytes, int offset, int size) throws IOException {
        OutputStream stream = to;
        if (stream == null) {
            throw new IOException("Nowhere to write to");
        }
        began();
        send(size, () -> stream.write(bytes, offset, size));
    }

    /// Sends what belongs to the answer.
    void send(long size, Ticket.Sending part) throws IOException {
        try {
            ticket.send(size, part);
        } catch (IOException | RuntimeException e) { // Helidon's many words for a client that left.
            lost = true;
            throw new IOException("The client is gone", e);
        }
    }

    @Override
    public void flush() throws IOException {
        if (to != null && count > 0) {
            to.flush();
        }
    }

    void began() {
        if (firstByte == 0) {
            firstByte = System.nanoTime();
        }
    }

    void requireWhole() throws IOException {
        if (count != length) {
            throw new IOException("A body of " + count + " bytes, not " + length);
        }
    }

    boolean isLost() {
        return lost;
    }

    /// When it was written, 0 before.
    long firstByte() {
        return firstByte;
    }

    long count() {
        return count;
    }
}
