package dev.varve.server.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Streams over real sockets.
@Timeout(60)
class FeedIT {
    private static final String ROOT = basic(LiveServer.ACCESS_KEY + ":" + LiveServer.SECRET_KEY);
    private static final String SSE = "text/event-stream";
    private static final String NDJSON = "application/x-ndjson";
    private LiveServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        server = LiveServer.start(Scheme.HTTP);
        client = HttpClient.newHttpClient();
        post("/v1/buckets", "{\"name\":\"photos\"}");
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create(server.endpoint() + target))
                .header("authorization", ROOT)
                .timeout(Duration.ofSeconds(20));
    }

    private String post(String path, String body) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        to(path).POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    private void put(String key) throws Exception {
        HttpRequest request =
                to("/v1/buckets/photos/objects/" + key).PUT(BodyPublishers.ofString(key)).build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    private BufferedReader follow(HttpClient by, String accept, String query) throws Exception {
        return follow(by, accept, query, ROOT);
    }

    private BufferedReader follow(HttpClient by, String accept, String query, String as)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/v1/events?" + query))
                        .header("authorization", as)
                        .header("accept", accept)
                        .build();
        HttpResponse<InputStream> answer = by.send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader lines, String start) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new IOException("the stream ended");
    }

    @ParameterizedTest
    @EnumSource
    void tellsAtOnceOverBothVersionsOfHttp(Version version) throws Exception {
        try (HttpClient other = HttpClient.newBuilder().version(version).build();
                BufferedReader lines = follow(other, SSE, "type=object-put")) {
            next(lines, "event: progress");
            long begun = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                put("k" + i);
                assertThat(next(lines, "data: {\"id\"")).contains("\"key\":\"k" + i + "\"");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(5));
            other.shutdownNow();
        }
    }

    @Test
    void streamEndsWithTheServerSoThatClientsComeBack() throws Exception {
        try (BufferedReader lines = follow(client, NDJSON, "type=object-put")) {
            lines.readLine();
            put("a");
            JsonNode told = EventsKit.json(lines.readLine());
            long begun = System.nanoTime();
            Thread stopping = Thread.ofVirtual().start(server::close);

            assertThat(lines.readLine()).as("a clean end, not a broken one").isNull();
            stopping.join();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(10));
            assertThat(told.at("/object/key").asText()).isEqualTo("a");
            server = LiveServer.start(Scheme.HTTP);
        }
    }

    @Test
    void streamEndsWhenItsKeyIsRevoked() throws Exception {
        JsonNode key = EventsKit.json(post("/v1/keys", "{\"role\":\"editor\"}"));
        String id = key.at("/id").asText();
        String as = basic(id + ":" + key.at("/secret").asText());
        try (BufferedReader lines = follow(client, NDJSON, "type=object-put", as)) {
            lines.readLine();
            put("a");
            assertThat(lines.readLine()).contains("\"key\":\"a\"");
            HttpRequest revoke = to("/v1/keys/" + id).DELETE().build();
            assertThat(client.send(revoke, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
            Thread.sleep(1500);
            put("b");

            assertThat(lines.readLine()).isNull();
        }
    }

    /// Whoever takes nothing holds up neither writers nor other followers.
    @Test
    void stalledFollowerCostsNobody() throws Exception {
        URI to = server.endpoint();
        try (Socket stalled = new Socket(to.getHost(), to.getPort());
                BufferedReader lines = follow(client, NDJSON, "type=object-put")) {
            stalled.setReceiveBufferSize(1024);
            stalled.getOutputStream()
                    .write(
                            """
                            GET /v1/events?after=start HTTP/1.1\r
                            Host: localhost\r
                            Authorization: %s\r
                            Accept: application/x-ndjson\r
                            \r
                            """
                                    .formatted(ROOT)
                                    .getBytes(StandardCharsets.US_ASCII));
            lines.readLine();
            long slowest = 0;
            for (int i = 0; i < 300; i++) {
                long begun = System.nanoTime();
                put("x".repeat(900) + i);
                assertThat(lines.readLine()).contains("x" + i + "\"");
                slowest = Math.max(slowest, System.nanoTime() - begun);
            }
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void pagesOfOtherSitesMayFollowWhereRulesSaySo() throws Exception {
        HttpRequest preflight =
                HttpRequest.newBuilder(URI.create(server.endpoint() + "/v1/events"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("origin", "https://evil.example")
                        .header("access-control-request-method", "GET")
                        .build();
        HttpResponse<String> answer = client.send(preflight, BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void headAnswersAtOnce() throws Exception {
        HttpRequest head =
                to("/v1/events")
                        .header("accept", SSE)
                        .method("HEAD", BodyPublishers.noBody())
                        .build();
        HttpResponse<Void> answer = client.send(head, BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith(SSE);
    }
}
