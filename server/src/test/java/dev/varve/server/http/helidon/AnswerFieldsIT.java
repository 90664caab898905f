package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.HttpResponse.Content;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the listener adds to answers, and how it sends documents.
@Timeout(30)
class AnswerFieldsIT {
    private static final String TEXT = "<Key>a/b/c</Key>".repeat(200);

    private static HttpResponse answer(HttpRequest request) {
        return switch (request.rawPath()) {
            case "/small" -> Sample.text(TEXT.substring(0, Compression.LEAST - 1));
            case "/refused" -> HttpResponse.of(404, "text/plain", TEXT);
            case "/object" ->
                    HttpResponse.of(200)
                            .header("content-type", "application/json")
                            .content(Content.bytes(bytes(TEXT)));
            case "/tagged" -> Sample.text(TEXT).header("etag", "\"a\"");
            default -> Sample.text(TEXT);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String inflated(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Reply ask(RawClient client, String method, String path, String accepted)
            throws IOException {
        client.say(
                method
                        + " "
                        + path
                        + " HTTP/1.1\nHost: h\nAccept-Encoding: "
                        + accepted
                        + "\nContent-Length: 0\n\n");
        return client.hear(!method.equals("HEAD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, gzip;q=0.5", "GZIP", "deflate,x-gzip", "gzip; q=1.0"})
    void compressesDocumentsForWhoAsks(String accepted) throws IOException {
        try (HttpListener listener = Sample.listen(AnswerFieldsIT::answer);
                RawClient client = RawClient.to(listener.port())) {
            Reply reply = ask(client, "GET", "/", accepted);
            assertThat(reply.header("content-encoding")).contains("gzip");
            assertThat(reply.header("vary")).contains("accept-encoding");
            assertThat(reply.body()).hasSizeLessThan(TEXT.length() / 4);
            assertThat(inflated(reply.body())).isEqualTo(TEXT);
            Reply head = ask(client, "HEAD", "/", accepted);
            assertThat(head.header("content-encoding")).contains("gzip");
            assertThat(head.header("content-length"))
                    .isEqualTo(reply.header("content-length"))
                    .contains(Integer.toString(reply.body().length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip;q=0.000", "br", "*", "gzipped", "agzip"})
    void sendsThemAsTheyAreToOthers(String accepted) throws IOException {
        try (HttpListener listener = Sample.listen(AnswerFieldsIT::answer);
                RawClient client = RawClient.to(listener.port())) {
            Reply reply = ask(client, "GET", "/", accepted);
            assertThat(reply.header("content-encoding")).isEmpty();
            assertThat(reply.header("vary")).contains("accept-encoding");
            assertThat(reply.text()).isEqualTo(TEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /small", "GET /refused", "GET /object", "GET /tagged", "POST /secret"})
    void leavesTheRestAlone(String line) throws IOException {
        String[] words = line.split(" ", 2);
        try (HttpListener listener = Sample.listen(AnswerFieldsIT::answer);
                RawClient client = RawClient.to(listener.port())) {
            Reply reply = ask(client, words[0], words[1], "gzip");
            assertThat(reply.header("content-encoding")).isEmpty();
            assertThat(reply.header("vary")).isEmpty();
            assertThat(TEXT).startsWith(reply.text());
        }
    }

    @Test
    void compressesOverHttp2Too() throws Exception {
        try (HttpListener listener = Sample.listen(AnswerFieldsIT::answer);
                HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
            for (int i = 0; i < 2; i++) {
                java.net.http.HttpResponse<byte[]> answer =
                        client.send(
                                java.net.http.HttpRequest.newBuilder(
                                                URI.create("http://localhost:" + listener.port()))
                                        .header("accept-encoding", "gzip")
                                        .header("x-request-id", "mine-" + i)
                                        .build(),
                                BodyHandlers.ofByteArray());
                assertThat(answer.version()).isEqualTo(Version.HTTP_2);
                assertThat(answer.headers().firstValue("content-encoding")).contains("gzip");
                assertThat(answer.headers().firstValue("x-request-id")).contains("mine-" + i);
                assertThat(inflated(answer.body())).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void saysWhatTheClientCallsItsRequestBesideOurOwnId() throws IOException {
        try (HttpListener listener = Sample.listen(AnswerFieldsIT::answer);
                RawClient client = RawClient.to(listener.port())) {
            Reply reply = client.say("GET / HTTP/1.1\nHost: h\nX-Request-Id: mine-7\n\n").hear();
            assertThat(reply.header("x-request-id")).contains("mine-7");
            assertThat(reply.header("x-amz-request-id").orElseThrow()).matches("[0-9A-Z]{16}");
            Reply odd = client.say("GET / HTTP/1.1\nHost: h\nX-Request-Id: <b>\n\n").hear();
            assertThat(odd.header("x-request-id")).isEmpty();
        }
    }

    @Test
    void tellsWhatRatesLeave() throws IOException {
        ConnectionLimits limits = new ConnectionLimits(100, 0.5, 2);
        try (HttpListener listener =
                        HttpListener.start(Sample.CONFIG.with(limits), AnswerFieldsIT::answer);
                RawClient client = RawClient.to(listener.port())) {
            Reply first = client.get("/small").hear();
            assertThat(first.header("ratelimit-policy")).contains("\"address\";q=2;w=4");
            assertThat(first.header("ratelimit")).contains("\"address\";r=1;t=2");
            client.get("/small").hear();
            Reply refused = client.get("/small").hear();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("ratelimit")).contains("\"address\";r=0;t=4");
            assertThat(refused.header("retry-after")).contains("2");
        }
        try (HttpListener listener = Sample.listen(AnswerFieldsIT::answer);
                RawClient client = RawClient.to(listener.port())) {
            assertThat(client.get("/small").hear().header("ratelimit")).isEmpty();
        }
    }
}
