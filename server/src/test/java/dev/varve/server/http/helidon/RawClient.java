package dev.varve.server.http.helidon;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Says exactly what it is told to, and hears exactly what is answered.
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /// An answer as it came. `body` is without HTTP's chunking.
    public static final class Reply {
        private final int status;
        private final List<String> headers;
        private final byte[] body;

        Reply(int status, List<String> headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        public int status() {
            return status;
        }

        /// As they came.
        public List<String> headers() {
            return headers;
        }

        public byte[] body() {
            return body;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    public static RawClient to(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        return new RawClient(socket);
    }

    /// Line ends as in the text, but `\n` is sent as `\r\n`.
    public RawClient say(String text) throws IOException {
        return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    public RawClient get(String target) throws IOException {
        return say("GET " + target + " HTTP/1.1\nHost: h\n\n");
    }

    public Reply hear() throws IOException {
        return hear(true);
    }

    /// @param withBody false for the answer to HEAD
    public Reply hear(boolean withBody) throws IOException {
        int status = Integer.parseInt(line().substring(9, 12));
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        Reply head = new Reply(status, headers, new byte[0]);
        boolean bare = !withBody || status == 204 || status == 304 || status / 100 == 1;
        return bare ? head : new Reply(status, headers, body(head));
    }

    private byte[] body(Reply head) throws IOException {
        if (head.header("transfer-encoding").isPresent()) {
            return chunks();
        }
        int length = Integer.parseInt(head.header("content-length").orElse("0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("A body of " + body.length + " bytes, not " + length);
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            byte[] chunk = in.readNBytes(size);
            if (chunk.length < size) {
                throw new EOFException("A chunk that is cut off");
            }
            body.writeBytes(chunk);
            if (!line().isEmpty()) {
                throw new IOException("A chunk without end");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("After: " + line);
            }
            line.append((char) c);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }

    byte[] read(int length) throws IOException {
        return in.readNBytes(length);
    }

    /// Until the server closes.
    byte[] readAll() throws IOException {
        return in.readAllBytes();
    }

    /// Whether the server closes within that time; what it says before is skipped.
    boolean closesWithin(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            in.skipNBytes(Long.MAX_VALUE);
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    public void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
