package dev.varve.server.s3.form;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// The parts of a multipart body, one after the other: reads to the next delimiter and no further,
/// until [#nextPart()] goes on behind it.
final class PartStream extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private final InputStream raw;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    /// Bytes from `at` that belong to this part for sure.
    private int clear;

    private boolean atDelimiter;

    PartStream(InputStream raw, String boundary) {
        this.raw = raw;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter has no line before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws EOFException when the body ends before the part does
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (clear == 0 && !atDelimiter) {
            scan();
        }
        if (clear == 0) {
            return -1;
        }
        int read = Math.min(length, clear);
        System.arraycopy(buffer, at, into, offset, read);
        at += read;
        clear -= read;
        return read;
    }

    private void scan() throws IOException {
        fill();
        int found = indexOfDelimiter();
        if (found >= 0) {
            clear = found - at;
            atDelimiter = clear == 0;
        } else if (end - at >= delimiter.length) {
            clear = end - at - delimiter.length + 1;
        }
    }

    /// Makes room and reads on, so that a delimiter would fit.
    private void fill() throws IOException {
        if (end - at >= delimiter.length) {
            return;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int read = raw.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the form ends inside a part");
        }
        end += read;
    }

    private int indexOfDelimiter() {
        for (int i = at; i <= end - delimiter.length; i++) {
            if (buffer[i] == '\r'
                    && Arrays.equals(
                            buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    /// Goes on behind the delimiter that ended the part before. False when it was the last.
    ///
    /// @throws FormException when something else follows
    boolean nextPart() throws IOException {
        if (!atDelimiter || clear > 0) {
            throw new IllegalStateException("the part was not read to its end");
        }
        at += delimiter.length;
        atDelimiter = false;
        int first = one();
        int second = one();
        if (first == '-' && second == '-') {
            return false;
        }
        if (first != '\r' || second != '\n') {
            throw new FormException("something follows a boundary");
        }
        return true;
    }

    private int one() throws IOException {
        while (at == end) {
            at = 0;
            end = 0;
            int read = raw.read(buffer, 0, buffer.length);
            if (read < 0) {
                throw new EOFException("the form ends behind a boundary");
            }
            end = read;
        }
        return buffer[at++] & 0xff;
    }

    /// Bytes of the body that nobody read yet, up to a limit; more of them than that are too many.
    boolean endsWithin(int limit) throws IOException {
        int left = limit - (end - at);
        byte[] sink = new byte[8 * 1024];
        while (left >= 0) {
            int read = raw.read(sink, 0, sink.length);
            if (read < 0) {
                return true;
            }
            left -= read;
        }
        return false;
    }
}
