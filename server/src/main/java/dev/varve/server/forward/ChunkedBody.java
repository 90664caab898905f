package dev.varve.server.forward;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A body behind HTTP's chunked coding, to its very end: what follows it is the next answer. Trailers are
/// read away; no member sends any.
final class ChunkedBody extends InputStream {
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?");
    private static final int MOST_TRAILERS = 100;

    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            next();
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = in.read(into, offset, Math.toIntExact(Math.min(length, left)));
        if (read < 0) {
            throw new EOFException("an answer ended within a chunk");
        }
        left -= read;
        return read;
    }

    private void next() throws IOException {
        AnswerHead.Lines lines = new AnswerHead.Lines(in);
        if (!first && !lines.next().isEmpty()) {
            throw new IOException("a chunk without an end");
        }
        first = false;
        Matcher size = SIZE.matcher(lines.next());
        if (!size.matches()) {
            throw new IOException("a chunk without a size");
        }
        left = Long.parseLong(size.group(1), 16);
        if (left == 0) {
            ended = true;
            int trailers = 0;
            while (!lines.next().isEmpty()) {
                trailers++;
                if (trailers > MOST_TRAILERS) {
                    throw new IOException("trailers that do not end");
                }
            }
        }
    }
}
