package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Over plain connections: the client asks to go on in HTTP/2 with its first request.
@Timeout(30)
class Http2IT {
    private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build();

    private static HttpRequest.Builder to(HttpListener listener, String target) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + listener.port() + target));
    }

    private HttpResponse<String> upgraded(HttpListener listener) throws Exception {
        return client.send(to(listener, "/up?q=1").build(), BodyHandlers.ofString());
    }

    @Test
    void upgradesAndServesManyAtOnce() throws Exception {
        try (HttpListener listener = Sample.listen(Sample::echo)) {
            HttpResponse<String> first = upgraded(listener);
            assertThat(first.version()).isEqualTo(Version.HTTP_2);
            assertThat(first.body()).isEqualTo("GET /up|q=1|");
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(
                        client.sendAsync(
                                to(listener, "/%2F//" + i + "?a+b")
                                        .PUT(BodyPublishers.ofString("b" + i))
                                        .build(),
                                BodyHandlers.ofString()));
            }
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> response = all.get(i).get(10, TimeUnit.SECONDS);
                assertThat(response.version()).isEqualTo(Version.HTTP_2);
                assertThat(response.body()).isEqualTo("PUT /%2F//" + i + "|a+b|b" + i);
                assertThat(response.headers().firstValue("x-amz-request-id")).isPresent();
            }
            assertThat(listener.connections()).isEqualTo(1);
        }
    }

    @Test
    void speaksHttp2FromTheFirstByteToWhoDoes() throws Exception {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient raw = RawClient.to(listener.port())) {
            raw.say("PRI * HTTP/2.0\n\nSM\n\n").send(Sample.hex("000000040000000000"));
            byte[] frame = raw.read(9);
            assertThat(frame[3]).as("the type of SETTINGS").isEqualTo((byte) 4);
        }
    }

    @Test
    void staysWithHttp11WhenTheUpgradeIsNotWhole() throws Exception {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient raw = RawClient.to(listener.port())) {
            String upgrade = "GET /k HTTP/1.1\nHost: h\nConnection: upgrade\nUpgrade: h2c\n";
            assertThat(raw.say(upgrade + "\n").hear().text()).isEqualTo("GET /k||");
            assertThat(raw.say(upgrade + "HTTP2-Settings: !\n\n").hear().text())
                    .isEqualTo("GET /k||");
        }
    }

    @Test
    void knowsTheHostAndTheLength() throws Exception {
        try (HttpListener listener =
                Sample.listen(request ->
                        Sample.text(
                                request.headers().get("host", "?")
                                        + " "
                                        + request.contentLength()
                                        + " "
                                        + request.remoteAddress()))) {
            upgraded(listener);
            HttpRequest request =
                    to(listener, "/").PUT(BodyPublishers.ofByteArray(new byte[7])).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body())
                    .isEqualTo("localhost:" + listener.port() + " 7 127.0.0.1");
        }
    }

    @Test
    void sendsNoBodyWhereThereCanBeNone() throws Exception {
        try (HttpListener listener =
                Sample.listen(request ->
                        request.method().equals("DELETE")
                                ? dev.varve.server.http.HttpResponse.of(204)
                                : Sample.text("12345"))) {
            upgraded(listener);
            HttpRequest head = to(listener, "/").method("HEAD", BodyPublishers.noBody()).build();
            HttpResponse<String> response = client.send(head, BodyHandlers.ofString());
            assertThat(response.headers().firstValue("content-length")).contains("5");
            assertThat(response.body()).isEmpty();
            HttpRequest delete = to(listener, "/").DELETE().build();
            assertThat(client.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void rejectsUploadsAndGoesOn() throws Exception {
        try (HttpListener listener =
                Sample.listen(request -> {
                    if (request.method().equals("PUT")) {
                        throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
                    }
                    return Sample.text("good");
                })) {
            upgraded(listener);
            for (int i = 0; i < 3; i++) {
                HttpRequest put =
                        to(listener, "/")
                                .PUT(BodyPublishers.ofByteArray(new byte[3_000_000]))
                                .build();
                assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
                assertThat(upgraded(listener).body()).isEqualTo("good");
            }
            assertThat(listener.connections()).isEqualTo(1);
        }
    }

    @Test
    void resetsAnAnswerThatFailsHalfway() throws Exception {
        Content failing =
                HttpListenerIT.written(
                        1 << 20,
                        out -> {
                            out.write(new byte[300_000]);
                            throw new IOException("Damaged on disk");
                        });
        try (HttpListener listener =
                Sample.listen(request ->
                        request.rawPath().equals("/bad")
                                ? dev.varve.server.http.HttpResponse.of(200).content(failing)
                                : Sample.text("good"))) {
            upgraded(listener);
            HttpRequest bad = to(listener, "/bad").build();
            assertThatThrownBy(() -> client.send(bad, BodyHandlers.ofByteArray()))
                    .isInstanceOf(IOException.class);
            assertThat(upgraded(listener).body()).isEqualTo("good");
        }
    }

    /// Helidon would leave such a thread waiting for ever.
    @Test
    void freesAHandlerWhoseClientIsGone() throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        try (HttpListener listener =
                Sample.listen(request -> {
                    try {
                        return Sample.count(request);
                    } catch (Failed e) {
                        outcome.add(e.code().code() + " " + Thread.currentThread().isInterrupted());
                        throw e;
                    }
                })) {
            HttpClient leaving = HttpClient.newBuilder().version(Version.HTTP_2).build();
            leaving.send(to(listener, "/").build(), BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> stuck =
                    leaving.sendAsync(
                            to(listener, "/")
                                    .PUT(BodyPublishers.ofInputStream(StuckStream::new))
                                    .build(),
                            BodyHandlers.ofString());
            Thread.sleep(300);
            leaving.shutdownNow();
            assertThat(stuck).failsWithin(Duration.ofSeconds(10));
            assertThat(outcome.poll(10, TimeUnit.SECONDS)).endsWith(" false");
        }
    }

    /// Half a body, then nothing.
    private static final class StuckStream extends InputStream {
        private boolean first = true;

        @Override
        public int read() throws IOException {
            throw new IOException("Not byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (first) {
                first = false;
                return Math.min(length, 10_000);
            }
            try {
                Thread.sleep(Duration.ofSeconds(60));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return -1;
        }
    }

    @Test
    void stopsABodyThatStalls() throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        try (HttpListener listener =
                HttpListener.start(
                        Sample.IMPATIENT,
                        request -> {
                            try {
                                return Sample.count(request);
                            } catch (Failed e) {
                                outcome.add(e.code().code());
                                throw e;
                            }
                        })) {
            upgraded(listener);
            CompletableFuture<HttpResponse<String>> stalled =
                    client.sendAsync(
                            to(listener, "/")
                                    .PUT(BodyPublishers.ofInputStream(StuckStream::new))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(outcome.poll(10, TimeUnit.SECONDS)).isEqualTo("RequestTimeout");
            stalled.cancel(true);
        }
    }

    /// Helidon would wait for as long as a client may take nothing of an answer.
    @Test
    void freesAnAnswerWhoseClientIsGone() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (HttpListener listener =
                Sample.listen(request ->
                        request.rawPath().equals("/large")
                                ? dev.varve.server.http.HttpResponse.of(200).content(large(closed))
                                : Sample.text("small"))) {
            HttpClient leaving = HttpClient.newBuilder().version(Version.HTTP_2).build();
            leaving.send(to(listener, "/").build(), BodyHandlers.ofString());
            InputStream unread =
                    leaving.send(to(listener, "/large").build(), BodyHandlers.ofInputStream())
                            .body();
            assertThat(unread.read()).isZero();
            Thread.sleep(300);
            assertThat(closed).isNotDone();
            leaving.shutdownNow();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
        }
    }

    /// More than a client takes unasked. Tells whether its thread was interrupted when it was closed.
    private static Content large(CompletableFuture<Boolean> closed) {
        return new Content() {
            @Override
            public long length() {
                return 256L << 20;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (int i = 0; i < 256; i++) {
                    out.write(new byte[1 << 20]);
                }
            }

            @Override
            public void close() {
                closed.complete(Thread.currentThread().isInterrupted());
            }
        };
<<<<<<< HEAD
    }

    /// As OkHttp does when it closes an answer before it has seen its end.
    @Test
    void goesOnAfterTheResetOfAStreamThatHasEnded() throws Exception {
        // :method GET, or PUT; :scheme http; :path /; :authority h
        String get = "82" + "86" + "84" + "410168";
        String put = "4203505554" + "86" + "84" + "410168";
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient raw = RawClient.to(listener.port())) {
            raw.say("PRI * HTTP/2.0\n\nSM\n\n").send(Sample.hex("000000040000000000"));
            raw.send(frame(1, 0x5, 1, get));
            awaitEnd(raw, 1);
            raw.send(frame(1, 0x4, 3, put));
            raw.send(frame(0, 0, 3, "61"));
            for (int i = 0; i < 2; i++) {
                raw.send(frame(3, 0, 1, "00000008"));
            }
            raw.send(frame(0, 0x1, 3, "62"));
            awaitEnd(raw, 3);
            raw.send(frame(3, 0, 3, "00000008"));
            raw.send(frame(1, 0x5, 5, get));
            awaitEnd(raw, 5);
        }
    }

    private static byte[] frame(int type, int flags, int stream, String payload) {
        int length = payload.length() / 2;
        return Sample.hex("%06x%02x%02x%08x%s".formatted(length, type, flags, stream, payload));
    }

    private static void awaitEnd(RawClient raw, int stream) throws IOException {
        while (true) {
            byte[] header = raw.read(9);
            assertThat(header).hasSize(9);
            raw.read(((header[1] & 0xff) << 8) | (header[2] & 0xff));
            assertThat(header[3]).as("a frame that is no GOAWAY").isNotEqualTo((byte) 7);
            if (header[3] < 2 && header[8] == stream && (header[4] & 1) == 1) {
                return;
            }
        }
=======
>>>>>>> clients
    }
}
