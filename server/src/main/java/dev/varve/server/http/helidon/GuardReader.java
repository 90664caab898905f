package dev.varve.server.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What Helidon reads a connection through. It bounds what Helidon does not: a chunk of any size is
/// held in memory whole, and a chunk-size line has no end. And it refuses what Helidon would accept:
/// a chunk that is not followed by a line end, or a size that is not plainly a number, which is how
/// requests are smuggled. After one of these it stays dead.
///
/// Large chunks are served in slices, each of which looks to Helidon like a chunk of its own.
///
/// It also keeps the bytes of header values, one character each, where Helidon loses those that are
/// not ASCII.
@SuppressWarnings("removal") // The only constructor that lets reads be overridden.
final class GuardReader extends DataReader {
    static final int SLICE = 64 << 10;

    /// More than any frame of HTTP/2 that we announce to take.
    private static final int MAX_READ = 1 << 20;

    /// A `long` that stays positive.
    private static final int MAX_DIGITS = 15;

    /// What is left of the chunk after the slice that Helidon knows of.
    private long left;

    private boolean insideRead;
    private boolean dead;
    private @Nullable Frames frames;

    GuardReader(Supplier<byte[]> bytes) {
        super(bytes);
    }

    /// From here on everything comes in frames of HTTP/2.
    void through(Frames watched) {
        frames = watched;
    }

    @Override
    public void ensureAvailable() {
        if (dead) {
            throw new BadFraming("The connection is out of step");
        }
        super.ensureAvailable();
    }

    @Override
    public BufferData readBuffer(int length) {
        if (length > MAX_READ) {
            throw breach("Too much at once");
        }
        return frames == null ? plain(length) : frames.read(length, this::plain);
    }

    private BufferData plain(int length) {
        insideRead = true;
        try {
            return super.readBuffer(length);
        } finally {
            insideRead = false;
        }
    }

    /// Helidon reads lines only where a chunk size is, and the empty one after the last chunk.
    @Override
    public String readLine() {
        if (left > 0) {
            return slice(left);
        }
        String line = line();
        return line.isEmpty() ? "" : slice(Long.parseLong(line, 16));
    }

    private String slice(long of) {
        long slice = Math.min(of, SLICE);
        left = of - slice;
        return Long.toHexString(slice);
    }

    private String line() {
        int length;
        try {
            length = findNewLine(MAX_DIGITS + 1);
        } catch (IncorrectNewLineException e) {
            throw breach("A chunk size with a broken line end");
        }
        if (length > MAX_DIGITS) {
            throw breach("A line that is too long for a chunk size");
        }
        String line = length == 0 ? "" : readAsciiString(length);
        if (!line.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw breach("A chunk size that is no number");
        }
        skip(2);
        return line;
    }

    /// Helidon skips two bytes only where a line end must be, and does not look at them. Between two
    /// slices there is none.
    @Override
    public void skip(int length) {
        if (length == 2 && !insideRead) {
            if (left > 0) {
                return;
            }
            if (!startsWithNewLine()) {
                throw breach("A line end is missing");
            }
        }
        super.skip(length);
    }

    @Override
    public LazyString readLazyString(Charset charset, int length) {
        return super.readLazyString(StandardCharsets.ISO_8859_1, length);
    }

    private BadFraming breach(String message) {
        dead = true;
        return new BadFraming(message);
    }
}
