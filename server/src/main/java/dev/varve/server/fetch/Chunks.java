package dev.varve.server.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body behind HTTP's chunked coding. What follows the last chunk is left where it is: its connection
/// is used for nothing else.
final class Chunks extends InputStream {
    private static final int LONGEST_LINE = 1024;
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})[ \t]*(;.*)?");

    private final InputStream in;
    private InputStream chunk = InputStream.nullInputStream();
    private boolean first = true;
    private boolean ended;

    Chunks(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int read = chunk.read(into, offset, length);
            if (read >= 0) {
                return read;
            }
            next();
        }
        return -1;
    }

    private void next() throws IOException {
        if (!first && !line().isEmpty()) {
            throw Head.nonsense();
        }
        first = false;
        Matcher size = SIZE.matcher(line());
        if (!size.matches()) {
            throw Head.nonsense();
        }
        long length = Long.parseLong(size.group(1), 16);
        ended = length == 0;
        chunk = new Framing.Exactly(in, length);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw Head.nonsense();
            }
            line.append((char) c);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
