package dev.varve.server.forward;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Keeps what is read of a body, so that it can be read once more.
final class Recording extends FilterInputStream {
    private final int most;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Recording(InputStream in, int most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, Math.min(length, most + 1 - kept.size()));
        if (read > 0) {
            kept.write(into, offset, read);
            if (kept.size() > most) {
                throw new Failed(
                        ErrorCode.ENTITY_TOO_LARGE, "There may be at most " + most + " bytes.");
            }
        }
        return read;
    }

    /// Whether there was more than may be kept.
    boolean isOver() {
        return kept.size() > most;
    }

    byte[] kept() {
        return kept.toByteArray();
    }
}
