package dev.varve.tools.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A request whose headers are signed and whose body is still to come.
public final class Signing {
    private static final int CHUNK = 64 << 10;
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    private final S3Request request;
    private final List<Field> headers;
    private final Payload payload;
    private final ChunkChain chain;

    Signing(S3Request request, List<Field> headers, Payload payload, ChunkChain chain) {
        this.request = request;
        this.payload = payload;
        this.headers = List.copyOf(headers);
        this.chain = chain;
    }

    /// What the signatures of chunks go on from.
    public ChunkChain chain() {
        return chain;
    }

    /// What is sent beside the length of the body, the signature among it.
    public List<Field> headers() {
        return headers;
    }

    /// The request with its own body as it must be sent.
    public Wire whole() {
        byte[] body = request.bytes();
        return wire(payload.isChunked() ? AwsChunks.encode(body, CHUNK, payload, chain) : body);
    }

    /// The request with this body, and its length unless a header says how it is framed.
    public Wire wire(byte[] body) {
        boolean declared =
                headers.stream()
                        .anyMatch(field -> FRAMING.contains(field.name().toLowerCase(Locale.ROOT)));
        String length =
                declared || (request.isBodyless() && body.length == 0)
                        ? ""
                        : "content-length: " + body.length + "\r\n";
        return new Wire(head(length), body, request.method().equals("HEAD"));
    }

    private byte[] head(String length) {
        String query = request.rawQuery();
        StringBuilder head = new StringBuilder(768);
        head.append(request.method()).append(' ').append(request.path());
        if (!query.isEmpty()) {
            head.append('?').append(query);
        }
        head.append(" HTTP/1.1\r\n");
        for (Field field : headers) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return head.append(length).append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
