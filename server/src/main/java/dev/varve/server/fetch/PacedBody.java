package dev.varve.server.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.BooleanSupplier;

/// A body as it comes, given up when it is too large or too slow, whatever was said of it before.
final class PacedBody extends InputStream {
    private static final double NANOS = 1e9;

    private final InputStream in;
    private final FetchSettings settings;
    private final long most;
    private final BooleanSupplier late;
    private long count;
    private long waited;

    /// @param late whether the time for all of it is over
    PacedBody(InputStream in, FetchSettings settings, long most, BooleanSupplier late) {
        this.in = in;
        this.settings = settings;
        this.most = most;
        this.late = late;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long begun = System.nanoTime();
        int read = next(into, offset, length);
        waited += System.nanoTime() - begun;
        if (read > 0) {
            count += read;
            requireFew();
            requireFast();
        }
        return read;
    }

    private int next(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (FetchFailure e) {
            throw late.getAsBoolean() ? tooSlow() : e;
        } catch (SocketTimeoutException e) {
            throw tooSlow();
        } catch (IOException e) {
            throw late.getAsBoolean()
                    ? tooSlow()
                    : FetchFailure.failed("The connection to the server broke.");
        }
    }

    private void requireFew() throws FetchFailure {
        if (count > most) {
            throw FetchFailure.tooLarge(most);
        }
    }

    private void requireFast() throws FetchFailure {
        boolean settled = waited > settings.idle().toNanos();
        if (settled && count < settings.bytesPerSecond() * (waited / NANOS)) {
            throw tooSlow();
        }
    }

    static FetchFailure tooSlow() {
        return new FetchFailure(FetchFailure.Kind.TIMEOUT, "The server took too long.");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
