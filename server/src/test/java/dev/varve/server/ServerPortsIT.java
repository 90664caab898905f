package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.http.tls.TestKeys;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.surface.CorsRule;
import dev.varve.server.surface.CorsRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server with ports for this and that, over real sockets: who is let in where, what browsers are told, and
/// whom proxies speak for.
class ServerPortsIT {
    private static final String GATE = "This port is not for";
    private static final int OPEN = 0;
    private static final int DOWNLOADS = 1;
    private static final int UPLOADS = 2;
    private static final int WATCHED = 3;
    private static final int SECURE = 4;

    @TempDir private static Path directory;
    private static Running server;
    private static TestKeys keys;

    @BeforeAll
    static void start() throws IOException {
        Path data = directory.resolve("data");
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            varve.store().buckets().create(new BucketName("photos"), withRules()).orThrow();
        }
        keys = TestKeys.make(directory, "EC", "localhost");
        keys.write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        Path file =
                Files.writeString(
                        directory.resolve("varve.toml"),
                        """
                        data = '%s'
                        access-log.target = '%s'
                        space.reserve-bytes = "0"
                        space.min-free-bytes = "0"
                        http.trusted-proxies = "127.0.0.1"
                        api.cors-origins = "https://*.console.test"

                        [[listeners]]
                        address = "127.0.0.1:0"

                        [[listeners]]
                        address = "127.0.0.1:0"
                        surfaces = ["s3", "api"]
                        verbs = ["read"]

                        [[listeners]]
                        address = "127.0.0.1:0"
                        surfaces = ["s3", "api"]
                        verbs = ["write"]

                        [[listeners]]
                        address = "127.0.0.1:0"
                        surfaces = ["health", "metrics"]

                        [[listeners]]
                        address = "127.0.0.1:0"
                        surfaces = ["s3"]
                        tls_certificate_file = '%s'
                        tls_key_file = '%s'
                        """
                                .formatted(
                                        data,
                                        directory.resolve("access.log"),
                                        directory.resolve("cert.pem"),
                                        directory.resolve("key.pem")));
        server =
                Main.start(
                        Configuration.load(new Inputs(List.of(), Map.of(), Optional.of(file)))
                                .server());
    }

    private static BucketSettings withRules() {
        CorsRules rules =
                new CorsRules(
                        List.of(
                                new CorsRule(
                                        "",
                                        List.of("https://app.test"),
                                        List.of("GET", "PUT"),
                                        List.of("authorization"),
                                        List.of("ETag"),
                                        60,
                                        true)));
        return BucketSettings.DEFAULT.withDocuments(
                new TreeMap<>(Map.of(CorsRules.DOCUMENT, rules.document().orElseThrow())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// What was answered, head and body.
    private static String send(int port, String method, String path, String... headers)
            throws IOException {
        try (Socket socket =
                new Socket(
                        InetAddress.getLoopbackAddress(),
                        server.bound().get(port).address().port())) {
            socket.setSoTimeout(20_000);
            StringBuilder request =
                    new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: h\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            request.append("Content-Length: 0\r\nConnection: close\r\n\r\n");
            socket.getOutputStream()
                    .write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    /// Columns: everything, downloads, uploads, watched.
    @ParameterizedTest
    @CsvSource({
        "GET,    /photos/key,                     yes, yes, no,  no",
        "HEAD,   /photos/key,                     yes, yes, no,  no",
        "PUT,    /photos/key,                     yes, no,  yes, no",
        "POST,   /photos/key?uploads,             yes, no,  yes, no",
        "POST,   /photos?delete,                  yes, no,  no,  no",
        "DELETE, /photos/key,                     yes, no,  no,  no",
        "DELETE, /photos/key?tagging,             yes, no,  no,  no",
        "GET,    /v1/buckets,                     yes, yes, no,  no",
        "POST,   /v1/buckets,                     yes, no,  yes, no",
        "PATCH,  /v1/buckets/photos/settings,     yes, no,  yes, no",
        "DELETE, /v1/buckets/photos,              yes, no,  no,  no",
        "GET,    /health/live,                    yes, no,  no,  yes",
        "GET,    /readyz,                         yes, no,  no,  yes",
        "GET,    /metrics,                        yes, no,  no,  yes"
    })
    void letsRequestsInWhereThePortIsForThem(
            String method, String path, String open, String down, String up, String watched)
            throws IOException {
        List<String> expected = List.of(open, down, up, watched);
        List<String> found = new ArrayList<>();
        for (int port : new int[] {OPEN, DOWNLOADS, UPLOADS, WATCHED}) {
            String answer = send(port, method, path);
            boolean refused =
                    method.equals("HEAD")
                            ? expected.get(port).equals("no") // has no body to say why
                            : answer.contains(GATE);
            if (refused) {
                assertThat(status(answer)).as(answer).isEqualTo(403);
            }
            found.add(refused ? "no" : "yes");
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void refusesInTheFormOfTheSurface() throws IOException {
        assertThat(send(DOWNLOADS, "PUT", "/photos/key"))
                .contains("<Code>AccessDenied</Code>", "<Resource>/photos/key</Resource>");
        String problem = send(DOWNLOADS, "POST", "/v1/buckets");
        assertThat(header(problem, "content-type")).isEqualTo("application/problem+json");
        assertThat(problem).contains("\"code\":\"AccessDenied\"");
    }

    @Test
    void speaksTlsOnThePortThatHasACertificate() throws Exception {
        assertThat(server.bound().get(SECURE).secure()).isTrue();
        assertThat(server.bound().get(OPEN).secure()).isFalse();
        int port = server.bound().get(SECURE).address().port();
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(TestKeys.trusting(keys)).build()) {
            URI s3 = URI.create("https://localhost:" + port + "/photos/key");
            assertThat(
                            client.send(HttpRequest.newBuilder(s3).build(), BodyHandlers.ofString())
                                    .body())
                    .contains("AccessDenied")
                    .doesNotContain(GATE);
            URI api = URI.create("https://localhost:" + port + "/v1/info");
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(api).build(),
                                            BodyHandlers.ofString())
                                    .body())
                    .contains(GATE);
        }
    }

    /// An empty origin stands for none that is told.
    @ParameterizedTest
    @CsvSource({
        "/photos/key,            https://app.test,       PUT,    200, https://app.test",
        "/photos/key?uploadId=1, https://app.test,       PUT,    200, https://app.test",
        "/photos,                https://app.test,       GET,    200, https://app.test",
        "/photos/key,            https://app.test,       DELETE, 403, ''",
        "/photos/key,            https://app.test.evil,  PUT,    403, ''",
        "/photos/key,            https://a.console.test, PUT,    403, ''",
        "/none/key,              https://app.test,       PUT,    403, ''",
        "/v1/buckets,            https://a.console.test, POST,   200, https://a.console.test",
        "/v1/info,               https://a.console.test, GET,    200, https://a.console.test",
        "/v1/info,               https://app.test,       GET,    403, ''",
        "/v1/info,               https://console.test,   GET,    403, ''",
        "/v1/info,               null,                   GET,    403, ''"
    })
    void answersPreflights(String path, String origin, String method, int status, String allowed)
            throws IOException {
        String answer =
                send(
                        OPEN,
                        "OPTIONS",
                        path,
                        "Origin: " + origin,
                        "Access-Control-Request-Method: " + method,
                        "Access-Control-Request-Headers: authorization");

        assertThat(status(answer)).as(answer).isEqualTo(status);
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo(allowed);
        assertThat(header(answer, "access-control-allow-credentials"))
                .isEqualTo(status == 200 && path.startsWith("/photos") ? "true" : "");
        if (status == 200) {
            assertThat(header(answer, "vary")).contains("Origin");
            assertThat(header(answer, "access-control-allow-headers")).isEqualTo("authorization");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /photos/key, https://app.test,       https://app.test",
        "DELETE, /photos/key, https://app.test,       ''",
        "GET,    /photos/key, https://evil.test,      ''",
        "GET,    /none/key,   https://app.test,       ''",
        "GET,    /v1/info,    https://a.console.test, https://a.console.test",
        "GET,    /v1/info,    https://app.test,       ''"
    })
    void addsToAnswersWhatTheirRuleSays(String method, String path, String origin, String allowed)
            throws IOException {
        String answer = send(OPEN, method, path, "Origin: " + origin);

        assertThat(header(answer, "access-control-allow-origin")).isEqualTo(allowed);
        assertThat(status(answer)).isIn(401, 403);
    }

    @Test
    void tellsNobodyOfItselfWithoutAKey() throws IOException {
        for (String path : List.of("/v1/info", "/v1/config", "/v1/stats", "/v1/log-level")) {
            assertThat(status(send(OPEN, "GET", path))).as(path).isEqualTo(401);
        }
    }

    @Test
    void logsTheClientBehindTheProxy() throws Exception {
        send(OPEN, "GET", "/behind/proxy", "X-Forwarded-For: 6.6.6.6, 203.0.113.77");
        Path log = directory.resolve("access.log");
        long end = System.nanoTime() + 10_000_000_000L;
        while (!Files.readString(log).contains("/behind/proxy") && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(Files.readString(log).lines().filter(line -> line.contains("/behind/proxy")))
                .allMatch(line -> line.startsWith("203.0.113.77 "));
    }
}
