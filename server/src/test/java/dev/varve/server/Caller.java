package dev.varve.server;

import dev.varve.log.Bytes;
import dev.varve.server.http.helidon.RawClient;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Asks a server over a socket of its own, and takes of the answers what must not depend on who asked
/// whom.
final class Caller {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final Set<String> OF_ONE_ANSWER =
            Set.of("date", "x-amz-request-id", "last-modified", "varve-position");

    private final ClusterKit.Node node;

    Caller(ClusterKit.Node node) {
        this.node = node;
    }

    /// How a request shows who asks.
    enum Proof {
        NONE,
        BASIC,
        SIGNED,
        CHUNKS,
        TRAILER,
        PRESIGNED
    }

    /// A request before it is signed.
    record Ask(Proof proof, String method, String path, Map<String, String> headers, Bytes body) {
        Ask header(String name, String value) {
            Map<String, String> all = new TreeMap<>(headers);
            all.put(name, value);
            return new Ask(proof, method, path, all, body);
        }

        Ask by(Proof other) {
            return new Ask(other, method, path, headers, body);
        }
    }

    static Ask ask(String method, String path, String body) {
        return ask(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    static Ask ask(String method, String path, byte[] body) {
        return new Ask(
                path.startsWith("/v1") ? Proof.BASIC : Proof.SIGNED,
                method,
                path,
                Map.of(),
                Bytes.of(body));
    }

    /// The value of `x-amz-checksum-crc32` for a body.
    static String crc32(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    Reply tell(Ask ask) {
        try (RawClient client = RawClient.to(node.port())) {
            boolean body = !ask.method().equals("HEAD");
            Reply reply = client.send(wire(ask)).hear(body);
            return reply.status() == 100 ? client.hear(body) : reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Head and body as they go over the wire.
    byte[] wire(Ask ask) throws IOException {
        return switch (ask.proof()) {
            case NONE -> plain(ask);
            case BASIC -> plain(ask.header("authorization", "Basic " + basic()));
            case SIGNED, CHUNKS, TRAILER, PRESIGNED -> signed(ask);
        };
    }

    private static String basic() {
        String pair = ClusterKit.ACCESS_KEY + ":" + ClusterKit.SECRET_KEY;
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] plain(Ask ask) {
        StringBuilder head = new StringBuilder();
        head.append(ask.method()).append(' ').append(ask.path()).append(" HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(node.port()).append("\r\n");
        ask.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        return whole(head, ask.body().toArray());
    }

    private static byte[] whole(StringBuilder head, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private byte[] signed(Ask ask) throws IOException {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(ask.method()))
                        .uri(URI.create(node.uri() + ask.path()))
                        .protocol("https");
        ask.headers().forEach(request::putHeader);
        boolean query = ask.proof() == Proof.PRESIGNED;
        SignRequest.Builder<AwsCredentialsIdentity> how =
                SignRequest.builder(
                                AwsCredentialsIdentity.create(
                                        ClusterKit.ACCESS_KEY, ClusterKit.SECRET_KEY))
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(ask.body().toArray()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, !query)
                        .putProperty(
                                AwsV4HttpSigner.CHUNK_ENCODING_ENABLED,
                                ask.proof() == Proof.CHUNKS || ask.proof() == Proof.TRAILER);
        if (ask.proof() == Proof.TRAILER) {
            how.putProperty(AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
        }
        if (query) {
            how.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5));
        }
        SignedRequest done = SIGNER.sign(how.build());
        byte[] body = new byte[0];
        if (done.payload().isPresent()) {
            try (InputStream stream = done.payload().get().newStream()) {
                body = stream.readAllBytes();
            }
        }
        SdkHttpRequest sent = done.request();
        StringBuilder head = new StringBuilder();
        head.append(ask.method()).append(' ').append(sent.encodedPath());
        sent.encodedQueryParameters().ifPresent(text -> head.append('?').append(text));
        head.append(" HTTP/1.1\r\n");
        sent.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("content-length")) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        return whole(head, body);
    }

    /// An answer without what differs from one to the next: ids, times and ports.
    static String shape(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (String line : reply.headers()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            if (!OF_ONE_ANSWER.contains(name)) {
                lines.add(name + line.substring(line.indexOf(':')));
            }
        }
        lines.sort(String::compareTo);
        return withoutIds(reply.status() + "\n" + String.join("\n", lines) + "\n\n" + reply.text());
    }

    private static String withoutIds(String text) {
        return text.replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "TIME")
                .replaceAll("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT", "TIME")
                .replaceAll("[0-9a-z]{32}(?![0-9a-z])", "ID")
                .replaceAll("/v1/tus/[A-Za-z0-9_-]+", "/v1/tus/UPLOAD")
                .replaceAll("/v1/uploads/[A-Za-z0-9_-]+", "/v1/uploads/UPLOAD")
                .replaceAll("(?<=\"id\":\")[A-Za-z0-9_-]+", "UPLOAD")
                .replaceAll("(?<=<RequestId>)[0-9A-Z]+", "REQUEST")
                .replaceAll("(?<=\"request_id\":\")[0-9A-Z]+", "REQUEST")
                .replaceAll("127\\.0\\.0\\.1:[0-9]+", "HOST")
                .replaceAll("\"position\":[0-9]+", "\"position\":N")
                .replaceAll("(?i)\ncontent-length: [0-9]+", "");
    }
}
