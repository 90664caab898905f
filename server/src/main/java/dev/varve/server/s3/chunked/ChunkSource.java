package dev.varve.server.s3.chunked;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The raw body: lines through a small buffer, data past it, straight to who reads.
final class ChunkSource implements AutoCloseable {
    private static final int BUFFER = 8 * 1024;
    private final InputStream raw;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    ChunkSource(InputStream raw) {
        this.raw = raw;
    }

    /// At most `length` bytes, -1 at the end.
    int read(byte[] target, int offset, int length) throws IOException {
        if (at == end && length >= BUFFER) {
            return raw.read(target, offset, length);
        }
        if (!hasMore()) {
            return -1;
        }
        int taken = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, taken);
        at += taken;
        return taken;
    }

    boolean hasMore() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, raw.read(buffer, 0, BUFFER));
        }
        return at < end;
    }

    /// The next line up to its line feed, which is not part of it; null at the end.
    ///
    /// @param limit of its length
    @Nullable String line(int limit) throws IOException {
        if (!hasMore()) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        while (true) {
            int feed = indexOfFeed();
            line.append(new String(buffer, at, feed - at, StandardCharsets.ISO_8859_1));
            if (line.length() > limit) {
                throw Malformed.framing("a line is longer than " + limit + " bytes");
            }
            boolean found = feed < end;
            at = found ? feed + 1 : end;
            if (found) {
                return line.toString();
            }
            if (!hasMore()) {
                throw Malformed.incomplete("The body ends inside a line");
            }
        }
    }

    private int indexOfFeed() {
        int index = at;
        while (index < end && buffer[index] != '\n') {
            index++;
        }
        return index;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
