package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.RoutingRequest;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The body of a request. It ends only where the client's framing says so: everything else that
/// stops it is a [Failed], so that half a body is never taken for a whole one.
final class RequestBody extends InputStream {
    private final RoutingRequest request;
    private final Ticket ticket;
    private final long declared;
    private final long max;
    private @Nullable InputStream source;
    private long count;
    private boolean finished;
    private @Nullable Failed broken;

    /// @param declared length, -1 for none
    RequestBody(RoutingRequest request, Ticket ticket, long declared, long max) {
        this.request = request;
        this.ticket = ticket;
        this.declared = declared;
        this.max = max;
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (finished || length == 0) {
            return finished ? -1 : 0;
        }
        int got = pull(into, offset, length);
        if (got < 0) {
            finish();
            return -1;
        }
        count += got;
        if (count > max) {
            throw broken(tooLarge());
        }
        return got;
    }

    private int pull(byte[] into, int offset, int length) throws IOException {
        try {
            if (source == null) {
                source = request.content().inputStream();
            }
            return ticket.read(source, into, offset, length);
        } catch (BadFraming | RequestException e) {
            throw broken(failed(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) { // Helidon's many words for a client that is gone.
            throw broken(incomplete());
        }
    }

    private void finish() {
        if (declared >= 0 && count != declared) {
            throw broken(incomplete());
        }
        finished = true;
    }

    private Failed broken(Failed failed) {
        broken = failed;
        return failed;
    }

    private Failed incomplete() {
        return failed(
                ErrorCode.INCOMPLETE_BODY,
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                        + " header");
    }

    private Failed failed(ErrorCode code, String message) {
        return ticket.connection().isLate()
                ? new Failed(
                        ErrorCode.REQUEST_TIMEOUT,
                        "Your socket connection to the server was not read from or written to"
                                + " within the timeout period")
                : new Failed(code, message);
    }

    Failed tooLarge() {
        return new Failed(
                        ErrorCode.ENTITY_TOO_LARGE,
                        "Your proposed upload exceeds the maximum allowed size")
                .detail("MaxSizeAllowed", Long.toString(max));
    }

    boolean hasEntity() {
        return request.content().hasEntity();
    }

    /// Whether the client waits to be told to send a body that has no bytes.
    boolean isAskedForInVain() {
        return !hasEntity() && isAskedFor();
    }

    private boolean isAskedFor() {
        return request.headers().containsToken(HeaderValues.EXPECT_100);
    }

    /// Reads away what little is left of a body that nobody wanted.
    ///
    /// @return whether the connection can go on after this request
    boolean settle(long limit) {
        if (finished || !hasEntity()) {
            return true;
        }
        boolean unasked = source == null && isAskedFor();
        if (broken != null || unasked || declared - count > limit) {
            return false;
        }
        byte[] sink = new byte[8 << 10];
        long left = limit;
        try {
            while (left >= 0) {
                int got = read(sink, 0, sink.length);
                if (got < 0) {
                    return true;
                }
                left -= got;
            }
            return false;
        } catch (Failed | IOException e) { // Told to nobody: the answer is made already.
            return false;
        }
    }
}
