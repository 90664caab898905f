package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.HttpResponse.Content;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpListenerIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/b/a%2Fb",
                "/b/a%2fb",
                "/b/a+b%2B%20",
                "/b//a///",
                "/b/../a/./c/..",
                "/b/%2E%2E/x",
                "/b/;v=1;w",
                "/b/%00%FF%FE",
                "/b/a:b@c!$&'()*,=~",
                "/.."
            })
    void passesPathsByteForByte(String path) throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            assertThat(client.get(path).hear().text()).isEqualTo("GET " + path + "||");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=", "a=b=c&&d", "a=1&a=2&b", "x+y=%2B%20&%41", "?", "a?b/c"})
    void passesQueriesByteForByte(String query) throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            assertThat(client.get("/k?" + query).hear().text()).isEqualTo("GET /k|" + query + "|");
        }
    }

    @Test
    void takesTheHostOutOfAnAbsoluteTarget() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            assertThat(client.get("http://h/b//k?q").hear().text()).isEqualTo("GET /b//k|q|");
            assertThat(client.get("HTTP://H").hear().text()).isEqualTo("GET /||");
            Reply refused = client.get("http://other/b").hear();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("<Code>InvalidRequest</Code>");
        }
    }

    @Test
    void leavesUnknownMethodsToTheHandler() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            client.say("BREW /pot HTTP/1.1\nHost: h\n\n");
            assertThat(client.hear().text()).isEqualTo("BREW /pot||");
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            client.say(
                    """
                    PUT /1 HTTP/1.1
                    Host: h
                    Content-Length: 3

                    onePUT /2 HTTP/1.1
                    Host: h
                    Transfer-Encoding: chunked

                    3
                    two
                    0

                    GET /3 HTTP/1.1
                    Host: h

                    """);
            assertThat(client.hear().text()).isEqualTo("PUT /1||one");
            assertThat(client.hear().text()).isEqualTo("PUT /2||two");
            assertThat(client.hear().text()).isEqualTo("GET /3||");
        }
    }

    @Test
    void sendsNoBodyWhereThereCanBeNoneAndGoesOn() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        try (HttpListener listener =
                        Sample.listen(request ->
                                switch (request.rawPath()) {
                                    case "/204" -> HttpResponse.of(204);
                                    case "/304" -> HttpResponse.of(304).header("etag", "x");
                                    default -> counted(1 << 20, closed);
                                });
                RawClient client = RawClient.to(listener.port())) {
            for (int i = 0; i < 3; i++) {
                client.say("HEAD /k HTTP/1.1\nHost: h\n\n");
                Reply head = client.hear(false);
                assertThat(head.status()).isEqualTo(200);
                assertThat(head.header("content-length")).contains("1048576");
                assertThat(client.get("/204").hear().status()).isEqualTo(204);
                assertThat(client.get("/304").hear().status()).isEqualTo(304);
            }
            assertThat(closed).hasValue(3);
            assertThat(client.get("/k").hear().body()).hasSize(1 << 20);
        }
    }

    private static HttpResponse counted(int size, AtomicInteger closed) {
        return HttpResponse.of(200)
                .content(
                        new Content() {
                            @Override
                            public long length() {
                                return size;
                            }

                            @Override
                            public void writeTo(OutputStream out) throws IOException {
                                out.write(Sample.bytes(size));
                            }

                            @Override
                            public void close() {
                                closed.incrementAndGet();
                            }
                        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 3_000_000})
    void sendsBodiesOfKnownAndUnknownLength(int size) throws IOException {
        byte[] bytes = Sample.bytes(size);
        try (HttpListener listener =
                        Sample.listen(request ->
                                HttpResponse.of(200)
                                        .content(
                                                written(
                                                        request.rawPath().equals("/known")
                                                                ? size
                                                                : -1,
                                                        out -> out.write(bytes))));
                RawClient client = RawClient.to(listener.port())) {
            Reply known = client.get("/known").hear();
            assertThat(known.body()).isEqualTo(bytes);
            assertThat(known.header("content-length")).contains(Integer.toString(size));
            assertThat(client.get("/unknown").hear().body()).isEqualTo(bytes);
            assertThat(client.get("/known").hear().body()).isEqualTo(bytes);
        }
    }

    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    static Content written(long length, Writing writing) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                writing.to(out);
            }
        };
    }

    @Test
    void letsAHandlerKeepAClientWaitingWithSpaces() throws Exception {
        AtomicInteger heard = new AtomicInteger();
        try (HttpListener listener =
                        Sample.listen(_ ->
                                HttpResponse.of(200)
                                        .content(
                                                written(
                                                        -1,
                                                        out -> {
                                                            out.write(' ');
                                                            out.flush();
                                                            out.flush();
                                                            out.write(new byte[0]);
                                                            out.write(' ');
                                                            out.flush();
                                                            while (heard.get() == 0) {
                                                                Thread.onSpinWait();
                                                            }
                                                            out.write('!');
                                                        })));
                RawClient client = RawClient.to(listener.port())) {
            client.get("/");
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    Reply reply = client.hear(false);
                                    heard.set(reply.status());
                                } catch (IOException e) {
                                    heard.set(-1);
                                }
                            });
            reader.join();
            assertThat(heard).hasValue(200);
        }
    }

    @Test
    void everyAnswerSaysWhichRequestItIsFor() throws IOException {
        List<String> ids = new ArrayList<>();
        try (HttpListener listener =
                        Sample.listen(request -> {
                            ids.add(request.id());
                            return fail(request);
                        });
                RawClient client = RawClient.to(listener.port())) {
            for (String path : List.of("/failed", "/broken", "/good")) {
                Reply reply = client.get(path).hear();
                assertThat(reply.header("x-amz-request-id")).contains(ids.getLast());
                assertThat(reply.header("server")).contains("Varve");
                assertThat(reply.header("date")).isPresent();
                if (reply.status() != 200) {
                    assertThat(reply.text())
                            .contains("<RequestId>" + ids.getLast() + "</RequestId>");
                }
            }
            assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-Z]{16}"));
        }
    }

    private static HttpResponse fail(HttpRequest request) {
        return switch (request.rawPath()) {
            case "/failed" ->
                    throw new Failed(ErrorCode.NO_SUCH_KEY, "No <such> key")
                            .detail("Key", "a&b")
                            .header("x-amz-delete-marker", "true");
            case "/broken" -> throw new IllegalStateException("a secret");
            default -> Sample.text("good");
        };
    }

    @Test
    void tellsErrorsAndKeepsSecrets() throws IOException {
        try (HttpListener listener = Sample.listen(HttpListenerIT::fail);
                RawClient client = RawClient.to(listener.port())) {
            Reply failed = client.get("/failed").hear();
            assertThat(failed.status()).isEqualTo(404);
            assertThat(failed.header("content-type")).contains("application/xml");
            assertThat(failed.header("x-amz-delete-marker")).contains("true");
            assertThat(failed.text())
                    .contains("<Error><Code>NoSuchKey</Code><Message>No &lt;such&gt; key</Message>")
                    .contains("<Key>a&amp;b</Key>");
            Reply broken = client.get("/broken").hear();
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.text()).contains("InternalError").doesNotContain("secret");
            assertThat(client.get("/good").hear().text()).isEqualTo("good");
        }
    }

    @Test
    void cutsOffABodyThatFailsHalfway() throws IOException {
        for (long length : new long[] {1 << 20, -1}) {
            AtomicInteger closed = new AtomicInteger();
            try (HttpListener listener =
                            Sample.listen(
                                    _ -> HttpResponse.of(200).content(failing(length, closed)));
                    RawClient client = RawClient.to(listener.port())) {
                client.get("/");
                assertThatThrownBy(client::hear).isInstanceOf(EOFException.class);
                assertThat(closed).hasValue(1);
            }
        }
    }

    @Test
    void cutsOffABodyThatIsShorterThanAnnounced() throws IOException {
        try (HttpListener listener =
                        Sample.listen(_ ->
                                HttpResponse.of(200)
                                        .content(
                                                written(
                                                        1 << 20,
                                                        out -> out.write(new byte[999]))));
                RawClient client = RawClient.to(listener.port())) {
            client.get("/");
            assertThatThrownBy(client::hear).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tellsOfASmallBodyThatFails() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        try (HttpListener listener =
                        Sample.listen(_ ->
                                HttpResponse.of(200)
                                        .header("etag", "x")
                                        .content(failing(600, closed)));
                RawClient client = RawClient.to(listener.port())) {
            Reply reply = client.get("/").hear();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.header("etag")).isEmpty();
            assertThat(closed).hasValue(1);
        }
    }

    private static Content failing(long length, AtomicInteger closed) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(new byte[500]);
                out.flush();
                throw new IllegalStateException("Damaged on disk");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void closesWhenAskedTo() throws IOException {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient client = RawClient.to(listener.port())) {
            client.say("GET /1 HTTP/1.1\nHost: h\nConnection: close\n\n");
            assertThat(client.hear().header("connection")).contains("close");
            assertThat(client.closesWithin(1000)).isTrue();
        }
    }

    @Test
    void keepsHeaderValuesByteForByteAndSendsThemAsMailDoes() throws IOException {
        List<Optional<String>> seen = new ArrayList<>();
        try (HttpListener listener =
                        Sample.listen(request -> {
                            seen.add(request.headers().first("x-amz-meta-a"));
                            return Sample.text("")
                                    .header("x-amz-meta-a", seen.getLast().orElse(""));
                        });
                RawClient client = RawClient.to(listener.port())) {
            byte[] utf8 =
                    "x-amz-meta-a:  gr\u00fc\u00df \u4f60  dich\t "
                            .getBytes(StandardCharsets.UTF_8);
            client.say("GET / HTTP/1.1\nHost: h\n").send(utf8).say("\n\n");
            Reply reply = client.hear();
            assertThat(seen.getLast()).contains("gr\u00fc\u00df \u4f60  dich");
            assertThat(reply.header("x-amz-meta-a"))
                    .contains("=?UTF-8?B?Z3LDvMOfIOS9oCAgZGljaA==?=");
            client.say("GET / HTTP/1.1\nHost: h\nx-amz-meta-a: \u00ff\n\n");
            assertThat(client.hear().status()).isEqualTo(400);
        }
    }

    @Test
    void neverLetsAHeaderValueEndAHeader() throws IOException {
        try (HttpListener listener =
                        Sample.listen(_ -> Sample.text("").header("x", "a\r\nset-cookie: b"));
                RawClient client = RawClient.to(listener.port())) {
            Reply reply = client.get("/").hear();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.header("set-cookie")).isEmpty();
        }
    }
}
