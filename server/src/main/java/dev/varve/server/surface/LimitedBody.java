package dev.varve.server.surface;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;

/// Bytes that are counted, and refused as soon as there are too many.
public final class LimitedBody extends FilterInputStream {
    private final long most;
    private final LongFunction<Failed> refusal;
    private long count;

    /// @param most -1 for any number
    public LimitedBody(InputStream in, long most) {
        this(in, most, LimitedBody::tooLarge);
    }

    /// @param refusal what is said where there are more than so many
    public LimitedBody(InputStream in, long most, LongFunction<Failed> refusal) {
        super(in);
        this.most = most;
        this.refusal = refusal;
    }

    private static Failed tooLarge(long most) {
        return new Failed(ErrorCode.ENTITY_TOO_LARGE, "There may be at most " + most + " bytes.");
    }

    /// What came so far.
    public long count() {
        return count;
    }

    /// @throws Failed for a length that is too much
    public void requireMost(long length) {
        if (most >= 0 && length > most) {
            throw refusal.apply(most);
        }
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            counted(1);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            counted(read);
        }
        return read;
    }

    private void counted(int bytes) {
        count += bytes;
        requireMost(count);
    }
}
