package dev.varve.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// A body that breaks off ends here where it broke, so that what came is kept; [#rethrow()] then says
/// why.
final class SalvagedInput extends InputStream {
    private final InputStream body;
    private @Nullable RuntimeException broken;
    private boolean ended;

    SalvagedInput(InputStream body) {
        this.body = body;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (ended) {
            return -1;
        }
        int got = pull(buffer, offset, length);
        ended = got < 0;
        return got;
    }

    private int pull(byte[] buffer, int offset, int length) {
        try {
            return body.read(buffer, offset, length);
        } catch (IOException e) {
            broken = new UncheckedIOException(e);
        } catch (RuntimeException e) { // whatever it is, it is thrown once all is stored
            broken = e;
        }
        return -1;
    }

    /// Up to so many bytes of it, as a stream of their own.
    InputStream next(long limit) {
        return new Segment(limit);
    }

    void rethrow() {
        if (broken != null) {
            throw broken;
        }
    }

    private final class Segment extends InputStream {
        private long left;

        Segment(long limit) {
            this.left = limit;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int got = SalvagedInput.this.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(got, 0);
            return got;
        }
    }
}
