package dev.varve.server.http.helidon;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// What Helidon reads a connection through. It refuses what Helidon would accept: a chunk of any
/// size, held in memory whole; a chunk-size line without end; a chunk that is not followed by a line
/// end, which is how requests are smuggled. After one of these it stays dead.
///
/// It also keeps the bytes of header values, one character each, where Helidon loses those that are
/// not ASCII.
@SuppressWarnings("removal") // The only constructor that lets reads be overridden.
final class GuardReader extends DataReader {
    /// Far more than any chunk size with its line end.
    private static final int MAX_LINE = 4 << 10;

    /// Sixteen digits, and an `int` is all that Helidon takes anyway.
    private static final int MAX_DIGITS = 8;

    private final int maxChunk;
    private boolean insideRead;
    private boolean dead;

    GuardReader(Supplier<byte[]> bytes, int maxChunk) {
        super(bytes);
        this.maxChunk = maxChunk;
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
        if (length > maxChunk) {
            throw breach("A chunk of the body is too large");
        }
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
        int length;
        try {
            length = findNewLine(MAX_LINE);
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

    /// Helidon skips two bytes only where a line end must be, and does not look at them.
    @Override
    public void skip(int length) {
        if (length == 2 && !insideRead && !startsWithNewLine()) {
            throw breach("A line end is missing");
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
