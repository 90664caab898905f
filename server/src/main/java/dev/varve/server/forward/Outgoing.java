package dev.varve.server.forward;

import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A request as it is passed on: what the client sent, but for what is of its connection only.
final class Outgoing {
    /// Of this connection, or said anew for the next.
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings",
                    "content-length",
                    "expect",
                    Hop.HEADER,
                    Hop.SHARE);

    /// A body of more is sent only once the other end asked for it.
    private static final int UNASKED = 64 << 10;

    private static final String EXPECT = "100-continue";
    private static final int PIECE = 128 << 10;
    private static final int ROOM = 16; // for the size of a chunk before it, and line ends
    private static final Pattern COMMA = Pattern.compile(",");

    private final HttpRequest request;
    private final Headers hop;
    private final InputStream body;
    private final long length;
    private final boolean chunked;
    private boolean begun;

    /// @param hop what this node says of it
    Outgoing(HttpRequest request, Headers hop) {
        this.request = request;
        this.hop = hop;
        this.body = request.body();
        this.length = request.contentLength();
        this.chunked = length < 0 && request.hasBody();
    }

    boolean hasBody() {
        return length > 0 || chunked;
    }

    /// Whether the other end has to ask for the body first.
    boolean asksFirst() {
        return hasBody() && (chunked || length > UNASKED || isAsked());
    }

    private boolean isAsked() {
        return request.headers().get("expect", "").equalsIgnoreCase(EXPECT);
    }

    /// Whether nothing of the body was read yet, so that it can all be sent again.
    boolean isWhole() {
        return !begun;
    }

    /// Whether the other end may get it twice.
    boolean isRepeatable() {
        return isWhole() && (!request.method().equals("POST") || asksFirst());
    }

    byte[] head() {
        StringBuilder head = new StringBuilder(1024);
        head.append(request.method()).append(' ').append(request.rawPath());
        if (!request.rawQuery().isEmpty()) {
            head.append('?').append(request.rawQuery());
        }
        head.append(" HTTP/1.1\r\n");
        Set<String> dropped = dropped(request.headers());
        request.headers()
                .forEach((name, value) -> {
                    if (!dropped.contains(name)) {
                        field(head, name, value);
                    }
                });
        hop.forEach((name, value) -> field(head, name, value));
        if (chunked) {
            field(head, "transfer-encoding", "chunked");
        } else if (length >= 0) {
            field(head, "content-length", Long.toString(length));
        }
        if (asksFirst() || isAsked()) {
            field(head, "expect", EXPECT);
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static Set<String> dropped(Headers headers) {
        List<String> named = headers.all("connection");
        if (named.isEmpty()) {
            return OF_THE_CONNECTION;
        }
        Set<String> all = new HashSet<>(OF_THE_CONNECTION);
        named.forEach(value ->
                COMMA.splitAsStream(value)
                        .forEach(name -> all.add(name.strip().toLowerCase(Locale.ROOT))));
        all.remove("host");
        return all;
    }

    /// Sends the body, or as much of it as the other end waits for before it answers.
    ///
    /// @return whether all of it was sent
    /// @throws dev.varve.server.http.Failed where the client does not send it as it should
    boolean sendBody(Wire wire, ForwardSettings settings) throws IOException {
        byte[] piece = new byte[PIECE + 2 * ROOM];
        begun = true;
        int got = body.read(piece, ROOM, PIECE);
        while (got >= 0) {
            if (wire.isAnswered()) {
                return false;
            }
            send(wire, piece, got, settings);
            got = body.read(piece, ROOM, PIECE);
        }
        if (chunked) {
            byte[] end = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            wire.write(end, 0, end.length, settings.answer());
        }
        return true;
    }

    private void send(Wire wire, byte[] piece, int size, ForwardSettings settings)
            throws IOException {
        if (!chunked) {
            wire.write(piece, ROOM, size, settings.answer());
            return;
        }
        byte[] begin = (Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(begin, 0, piece, ROOM - begin.length, begin.length);
        piece[ROOM + size] = '\r';
        piece[ROOM + size + 1] = '\n';
        wire.write(piece, ROOM - begin.length, begin.length + size + 2, settings.answer());
    }
}
