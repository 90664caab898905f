package dev.varve.tools.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One persistent connection: sends requests as they are given, and reads one answer after the
/// other. Costs little, since a load shares the machine with the server that it measures.
public final class S3Connection implements AutoCloseable {
    private static final int BUFFER = 128 << 10;
    private static final int LONGEST_HEAD = 64 << 10;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int LONGEST_RAW = 16 << 20;
    private static final int SWITCHING = 101;
    private static final int TOGETHER = 16 << 10;
    private static final byte[] NOTHING = {};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;

    private S3Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /// @param patience how long a connect or a read may wait before it fails
    public static S3Connection open(InetSocketAddress server, Duration patience)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.connect(server, Math.toIntExact(patience.toMillis()));
            return new S3Connection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void send(Wire request) throws IOException {
        if (request.head().length + request.body().length <= TOGETHER) {
            send(request.bytes());
        } else {
            send(request.head());
            send(request.body());
        }
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /// Tells the server that nothing more comes.
    public void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /// Reads an answer whole. Interim answers are skipped, but for 101, behind which comes no HTTP/1.1.
    ///
    /// @param bodyless whether it has no body, whatever its headers say: HEAD
    public S3Answer receive(boolean bodyless) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        S3Answer answer = receive(bodyless, body);
        return body.size() == 0 ? answer : answer.with(body.toByteArray());
    }

    /// Reads an answer and hands its body on while it comes.
    public S3Answer receive(boolean bodyless, OutputStream body) throws IOException {
        S3Answer answer = head();
        while (answer.status() < 200 && answer.status() != SWITCHING) {
            answer = head();
        }
        if (!bodyless
                && answer.status() != SWITCHING
                && answer.status() != 204
                && answer.status() != 304) {
            pass(answer, body);
        }
        return answer;
    }

    /// Reads whatever comes until the server closes the connection.
    public byte[] receiveRaw() throws IOException {
        byte[] bytes = in.readNBytes(LONGEST_RAW);
        if (bytes.length == LONGEST_RAW) {
            throw new IOException("bytes without end");
        }
        return bytes;
    }

    private void pass(S3Answer answer, OutputStream body) throws IOException {
        if (answer.header("transfer-encoding").isPresent()) {
            passChunks(body);
        } else if (answer.header("content-length").isPresent()) {
            pass(number(answer.require("content-length"), 10), body);
        } else {
            passAll(body);
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("no length: '" + text + "'", e);
        }
    }

    private void pass(long length, OutputStream body) throws IOException {
        long left = length;
        while (left > 0) {
            fill();
            int some = (int) Math.min(left, end - at);
            body.write(buffer, at, some);
            at += some;
            left -= some;
        }
    }

    private void passChunks(OutputStream body) throws IOException {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            pass(size, body);
            if (!line().isEmpty()) {
                throw new IOException("a chunk that is longer than it says");
            }
        }
        String trailer = line();
        while (!trailer.isEmpty()) {
            trailer = line();
        }
    }

    private long chunkSize() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        return number(semicolon < 0 ? line : line.substring(0, semicolon), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            fill();
            char c = (char) buffer[at++];
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
        throw new IOException("a line without end");
    }

    private void passAll(OutputStream body) throws IOException {
        body.write(buffer, at, end - at);
        at = end;
        in.transferTo(body);
    }

    private S3Answer head() throws IOException {
        fill();
        int scanned = at;
        while (true) {
            for (int i = Math.max(at, scanned - 3); i + 3 < end; i++) {
                if (isEmptyLine(i)) {
                    String head = new String(buffer, at, i + 2 - at, StandardCharsets.ISO_8859_1);
                    at = i + 4;
                    return new S3Answer(status(head), head, NOTHING);
                }
            }
            scanned = end;
            if (end - at > LONGEST_HEAD) {
                throw new IOException("headers without end");
            }
            scanned -= more();
        }
    }

    private boolean isEmptyLine(int i) {
        return buffer[i] == '\r'
                && buffer[i + 1] == '\n'
                && buffer[i + 2] == '\r'
                && buffer[i + 3] == '\n';
    }

    private static int status(String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 ") || head.length() < 12) {
            throw new IOException("no HTTP/1.1: " + head);
        }
        return (int) number(head.substring(9, 12), 10);
    }

    private void fill() throws IOException {
        if (at == end) {
            at = 0;
            end = 0;
            read();
        }
    }

    /// Reads behind what is there, which moves to the front first.
    ///
    /// @return how far it moved
    private int more() throws IOException {
        int moved = at;
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= moved;
        at = 0;
        read();
        return moved;
    }

    private void read() throws IOException {
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += read;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
