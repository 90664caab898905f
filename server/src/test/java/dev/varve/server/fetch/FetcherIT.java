package dev.varve.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.varve.server.fetch.FetchFailure.Kind;
import dev.varve.server.http.tls.TestKeys;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What other servers may do to one that fetches from them.
@Timeout(60)
class FetcherIT {
    private static final String URL = "http://example.com/";
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final Duration SHORT = Duration.ofMillis(400);

    @TempDir private Path directory;
    private FetchKit kit;
    private OtherServer server;

    @BeforeEach
    void start() throws Exception {
        kit =
                new FetchKit()
                        .name("example.com", FetchKit.PUBLIC)
                        .name("localhost", FetchKit.PUBLIC);
        server = OtherServer.answering(OK);
        kit.leads(FetchKit.PUBLIC, server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void answer(String text) {
        serve(OtherServer.answering(text));
    }

    private void answer(OtherServer.Answer answer) {
        serve(OtherServer.start(answer));
    }

    private void serve(OtherServer next) {
        server.close();
        server = next;
        kit.leads(FetchKit.PUBLIC, next);
    }

    @Test
    void readsBodiesInEveryFraming() throws IOException {
        assertThat(kit.body(URL)).isEqualTo("ok");
        answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nab\n3;x=y\ncde\n0\nX: y\n\n");
        assertThat(kit.body(URL)).isEqualTo("abcde");
        answer("HTTP/1.0 200 OK\n\nto the end");
        assertThat(kit.body(URL)).isEqualTo("to the end");
        answer("HTTP/1.1 200 OK\nContent-Length: 0\n\n");
        assertThat(kit.body(URL)).isEmpty();
        answer("HTTP/1.1 103 Early\nLink: x\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\nx");
        assertThat(kit.body(URL)).isEqualTo("x");
    }

    @Test
    void tellsHowToReadTheBytes() throws IOException {
        answer(
                "HTTP/1.1 200 OK\nContent-Type: text/css\nContent-Encoding: gzip\n"
                        + "Content-Length: 2\n\nxx");
        try (Fetched fetched = kit.fetcher().fetch(URL, 9)) {
            assertThat(fetched.contentType()).contains("text/css");
            assertThat(fetched.contentEncoding()).contains("gzip");
            assertThat(fetched.length()).isEqualTo(2);
            assertThat(fetched.bytes().readAllBytes()).as("as they came").hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 9\n\nshort",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nab",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nab\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\nab\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n-1\nab\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nabX\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nFFFFFFFFFFFFFFFF\nab",
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n2\nab\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: 2\n\n2\nab\n0\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 2\nContent-Length: 3\n\nabc",
                "HTTP/1.1 200 OK\nContent-Length: -1\n\nabc",
                "HTTP/1.1 200 OK\nContent-Length: 2 \n\na",
                "HTTP/1.1 200 OK\nNo colon\n\nabc",
                "HTTP/1.1 200 OK\nContent-Length: 2",
                "HTTP/1.1 304 Not Modified\n\n",
                "HTTP/1.1 204 No Content\n\n",
                "HTTP/1.1 206 Partial\nContent-Length: 2\n\nab",
                "HTTP/1.1 302 Found\n\n",
                "HTTP/2 200\n\n",
                "SSH-2.0-OpenSSH_9\n",
                ""
            })
    void refusesBrokenAnswers(String text) {
        answer(text);
        kit.fails(URL, Kind.FAILED);
    }

    @Test
    void readsNoEndlessHead() {
        answer((request, out) -> {
            OtherServer.write(out, "HTTP/1.1 200 OK\n");
            while (true) {
                OtherServer.write(out, "X: " + "y".repeat(1000) + "\n");
            }
        });
        kit.fails(URL, Kind.FAILED);
        answer((request, out) -> {
            while (true) {
                OtherServer.write(out, "HTTP/1.1 100 Continue\n\n");
            }
        });
        kit.fails(URL, Kind.FAILED);
    }

    @Test
    void stopsAtItsLimitWhateverIsDeclared() throws IOException {
        answer("HTTP/1.1 200 OK\nContent-Length: 5\n\n12345");
        kit.fails(URL, 4, Kind.TOO_LARGE);
        try (Fetched fetched = kit.fetcher().fetch(URL, 5)) {
            assertThat(fetched.bytes().readAllBytes()).hasSize(5);
        }
        answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\n12345\n0\n\n");
        kit.fails(URL, 4, Kind.TOO_LARGE);
        answer("HTTP/1.1 200 OK\nContent-Length: 1048577\n\n");
        kit.fails(URL, Kind.TOO_LARGE);
        answer((request, out) -> endless(out));
        kit.fails(URL, Kind.TOO_LARGE);
    }

    private static void endless(OutputStream out) throws IOException {
        OtherServer.write(out, "HTTP/1.1 200 OK\n\n");
        byte[] bytes = new byte[8192];
        while (true) {
            out.write(bytes);
        }
    }

    @Test
    void waitsNotForeverForTheFirstByte() {
        kit.with(FetchKit.settings(SHORT, Duration.ofSeconds(30)));
        answer((request, out) -> Thread.sleep(Duration.ofSeconds(30)));
        assertTakes(Duration.ofSeconds(5), () -> kit.fails(URL, Kind.TIMEOUT));
    }

    /// Each byte comes in time for a timeout of single reads.
    @Test
    void waitsNotForeverForHeadThatDrips() {
        kit.with(FetchKit.settings(SHORT, Duration.ofSeconds(30)));
        answer((request, out) -> drip(out, "HTTP/1.1 200 OK\n" + "X: y\n".repeat(90)));
        assertTakes(Duration.ofSeconds(5), () -> kit.fails(URL, Kind.TIMEOUT));
    }

    private static void drip(OutputStream out, String text)
            throws IOException, InterruptedException {
        for (int at = 0; at < text.length(); at++) {
            OtherServer.write(out, text.substring(at, at + 1));
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    @Test
    void waitsNotForeverForBodyThatStopsOrDrips() {
        kit.with(FetchKit.settings(SHORT, Duration.ofSeconds(30)));
        String head = "HTTP/1.1 200 OK\nContent-Length: 1000\n\n";
        answer((request, out) -> {
            OtherServer.write(out, head + "some");
            Thread.sleep(Duration.ofSeconds(30));
        });
        assertTakes(Duration.ofSeconds(5), () -> kit.fails(URL, Kind.TIMEOUT));
        answer((request, out) -> {
            OtherServer.write(out, head);
            drip(out, "x".repeat(900));
        });
        assertTakes(Duration.ofSeconds(5), () -> kit.fails(URL, Kind.TIMEOUT));
    }

    @Test
    void endsWhenTheTimeForAllOfItIsOver() {
        kit.with(FetchKit.settings(Duration.ofSeconds(5), SHORT));
        answer((request, out) -> {
            OtherServer.write(out, "HTTP/1.1 200 OK\nContent-Length: 1000\n\n");
            drip(out, "x".repeat(900));
        });
        assertTakes(Duration.ofSeconds(5), () -> kit.fails(URL, Kind.TIMEOUT));
        answer((request, out) -> {
            Thread.sleep(Duration.ofMillis(150));
            OtherServer.write(out, "HTTP/1.1 302 Found\nLocation: /\n\n");
        });
        assertTakes(Duration.ofSeconds(5), () -> kit.fails(URL, Kind.TIMEOUT));
    }

    private static void assertTakes(Duration most, Runnable work) {
        long begun = System.nanoTime();
        work.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(most);
    }

    @Test
    void triesTheNextAddressOfAHost() throws IOException {
        kit.name("example.com", "93.184.216.35 " + FetchKit.PUBLIC);
        assertThat(kit.body(URL)).isEqualTo("ok");
        kit.name("example.com", "93.184.216.35");
        kit.fails(URL, Kind.FAILED);
        kit.fails("http://nowhere.example/", Kind.FAILED);
    }

    @Test
    void takesOnlySoManyAtATime() throws IOException {
        Fetcher fetcher = kit.fetcher();
        Fetched first = fetcher.fetch(URL, 9);
        try (Fetched second = fetcher.fetch(URL, 9)) {
            assertThat(second.length()).isEqualTo(2);
            assertThatExceptionOfType(FetchFailure.class)
                    .isThrownBy(() -> fetcher.fetch(URL, 9))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BUSY));
            first.close();
            first.close();
            try (Fetched third = fetcher.fetch(URL, 9)) {
                assertThat(third.length()).isEqualTo(2);
                assertThatExceptionOfType(FetchFailure.class)
                        .as("closing twice frees one place")
                        .isThrownBy(() -> fetcher.fetch(URL, 9));
            }
        }
    }

    @Test
    void freesItsPlaceAfterEveryFailure() throws IOException {
        Fetcher fetcher = kit.fetcher();
        answer("HTTP/1.1 404 Not Found\n\n");
        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(FetchFailure.class)
                    .isThrownBy(() -> fetcher.fetch(URL, 9))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FAILED));
            assertThatExceptionOfType(FetchFailure.class)
                    .isThrownBy(() -> fetcher.fetch("http://127.0.0.1/", 9))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        }
        answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        fetcher.fetch(URL, 9).close();
    }

    @Test
    void speaksTlsWithTheNameInTheUrl() throws IOException {
        TestKeys keys = TestKeys.make(directory, "EC", "localhost");
        serve(OtherServer.secure(keys, (request, out) -> OtherServer.write(out, OK)));
        kit.trusting(TestKeys.trusting(keys));

        assertThat(kit.body("https://localhost/")).isEqualTo("ok");
        assertThat(server.names()).containsExactly(new SNIHostName("localhost"));
    }

    @Test
    void trustsNoServerThatIsNotTheHost() {
        TestKeys keys = TestKeys.make(directory, "EC", "localhost");
        serve(OtherServer.secure(keys, (request, out) -> OtherServer.write(out, OK)));
        kit.fails("https://localhost/", Kind.FAILED);
        kit.trusting(TestKeys.trusting(keys));
        kit.fails("https://example.com/", Kind.FAILED);
        kit.fails("https://" + FetchKit.PUBLIC + "/", Kind.FAILED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void followsNoRedirectOutOfTls() {
        TestKeys keys = TestKeys.make(directory, "EC", "localhost");
        String redirect = "HTTP/1.1 302 Found\nLocation: http://example.com/\n\n";
        serve(OtherServer.secure(keys, (request, out) -> OtherServer.write(out, redirect)));
        kit.trusting(TestKeys.trusting(keys));
        FetchFailure failure = kit.fails("https://localhost/", Kind.REFUSED);
        assertThat(failure.text()).contains("https to http");
        assertThat(kit.connected).hasSize(1);
    }

    @Test
    void waitsNotForeverForTls() {
        kit.with(FetchKit.settings(SHORT, Duration.ofSeconds(30)));
        answer((request, out) -> {});
        assertTakes(Duration.ofSeconds(5), () -> kit.fails("https://example.com/", Kind.TIMEOUT));
    }
}
