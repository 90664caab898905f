package dev.varve.tools.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// Follows events over a connection of its own, and knows how far it is. It looks at no more than
/// positions, as it shares the machine with the server.
final class FeedSocket implements AutoCloseable {
    private static final byte[] POSITION = "\"position\":".getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE = 64 << 10;

    private final Socket socket;
    private volatile long position = -1;
    private final AtomicLong bytes = new AtomicLong();

    private FeedSocket(Socket socket) {
        this.socket = socket;
    }

    /// One that reads what comes.
    static FeedSocket reading(InetSocketAddress server) {
        FeedSocket follower = open(server);
        Thread.ofPlatform().name("bench-follower").daemon(true).start(follower::run);
        return follower;
    }

    /// One that asks and never reads.
    static FeedSocket stalled(InetSocketAddress server) {
        return open(server);
    }

    private static FeedSocket open(InetSocketAddress server) {
        try {
            Socket socket = new Socket(server.getAddress(), server.getPort());
            socket.getOutputStream()
                    .write(
                            """
                            GET /v1/events?after=end HTTP/1.1\r
                            Host: localhost\r
                            Accept: application/x-ndjson\r
                            \r
                            """
                                    .getBytes(StandardCharsets.US_ASCII));
            return new FeedSocket(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        byte[] piece = new byte[PIECE];
        try (InputStream in = socket.getInputStream()) {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                bytes.addAndGet(got);
                take(piece, got);
            }
        } catch (IOException e) {
            return; // closed by who opened it
        }
    }

    /// The last position that is there as a whole.
    private void take(byte[] piece, int length) {
        for (int at = length - POSITION.length; at >= 0; at--) {
            if (isPosition(piece, at)) {
                long value = 0;
                int digit = at + POSITION.length;
                while (digit < length && piece[digit] >= '0' && piece[digit] <= '9') {
                    value = value * 10 + piece[digit] - '0';
                    digit++;
                }
                if (digit < length) {
                    position = value;
                    return;
                }
            }
        }
    }

    private static boolean isPosition(byte[] piece, int at) {
        for (int i = 0; i < POSITION.length; i++) {
            if (piece[at + i] != POSITION[i]) {
                return false;
            }
        }
        return true;
    }

    long position() {
        return position;
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
