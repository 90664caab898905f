package dev.varve.server.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/// Where a body ends, by the head of its answer.
final class Framing {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private Framing() {}

    /// @param length -1 where only the end tells
    record Framed(InputStream bytes, long length) {}

    static Framed of(Head head, InputStream in) throws FetchFailure {
        List<String> codings = head.all("transfer-encoding");
        List<String> lengths = head.all("content-length").stream().distinct().toList();
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()
                    || codings.size() > 1
                    || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw Head.nonsense();
            }
            return new Framed(new Chunks(in), -1);
        }
        if (lengths.isEmpty()) {
            return new Framed(in, -1);
        }
        if (lengths.size() > 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
            throw Head.nonsense();
        }
        long length = Long.parseLong(lengths.getFirst());
        return new Framed(new Exactly(in, length), length);
    }

    /// Bytes of a body that must all be there.
    static class Exactly extends InputStream {
        private final InputStream in;
        private long left;

        Exactly(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, Math.toIntExact(Math.min(length, left)));
            if (read < 0) {
                throw FetchFailure.failed("The server's answer ended early.");
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
