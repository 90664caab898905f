package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.ErrorRenderer;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.helidon.RawClient.Reply;
import dev.varve.server.http.ops.AccessFormat;
import dev.varve.server.http.ops.AccessLog;
import dev.varve.server.http.ops.Health;
import dev.varve.server.http.ops.Health.Check;
import dev.varve.server.http.ops.Health.Result;
import dev.varve.server.http.ops.Metrics;
import dev.varve.server.http.ops.SystemPaths;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Health, metrics and log as an operator has them, over a socket.
class OperationsIT {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Health health =
            new Health(List.of(new Check("journal", () -> new Result(true, "at 7"))));
    private final Metrics metrics = new Metrics(Optional.of("t0ken"));
    private final AccessLog log =
            new AccessLog(AccessFormat.TEXT, InstantSource.system(), lines::add);
    private final HttpListener listener =
            HttpListener.start(
                    Sample.CONFIG,
                    new SystemPaths(health, metrics, OperationsIT::surface),
                    new HttpListener.Hooks(
                            ErrorRenderer.PLAIN, RequestObserver.all(metrics, log), health::drain));

    private static HttpResponse surface(HttpRequest request) {
        request.note().operation("GetObject").principal("u1").bucket("b");
        if (request.rawPath().equals("/b/missing")) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "No such key");
        }
        return Sample.text("12345");
    }

    @AfterEach
    void stop() {
        listener.close();
        log.close();
        metrics.close();
    }

    @Test
    void answersHealthChecks() throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            assertThat(client.get("/health/live").hear().text()).isEqualTo("{\"status\":\"live\"}");
            Reply ready = client.get("/minio/health/ready").hear();
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.header("content-type")).contains("application/json");
            assertThat(ready.text()).contains("\"journal\",\"ok\":true,\"detail\":\"at 7\"");
            client.say("HEAD /healthz HTTP/1.1\nHost: h\n\n");
            assertThat(client.hear(false).status()).isEqualTo(200);
        }
    }

    @Test
    void countsWhatItServed() throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            client.get("/b/k").hear();
            client.get("/b/missing").hear();
            assertThat(client.get("/metrics").hear().status()).isEqualTo(403);
            client.say("GET /metrics HTTP/1.1\nHost: h\nAuthorization: Bearer t0ken\n\n");
            Reply scrape = client.hear();
            assertThat(scrape.header("content-type").orElse("")).startsWith("text/plain");
            assertThat(scrape.text())
                    .contains("requests_seconds_count{operation=\"GetObject\",status=\"200\"} 1")
                    .contains("requests_seconds_count{operation=\"GetObject\",status=\"404\"} 1")
                    .contains("requests_seconds_count{operation=\"Metrics\",status=\"403\"} 1")
                    .contains("varve_http_in_flight 1.0");
        }
    }

    @Test
    void logsEveryRequestWithTheIdThatTheClientGot() throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            String id =
                    client.get("/b/k?X-Amz-Signature=s")
                            .hear()
                            .header("x-amz-request-id")
                            .orElse("");
            String bad = client.get("/b/%zz").hear().header("x-amz-request-id").orElse("");
            await().until(() -> lines.size() == 2);
            assertThat(lines.get(0))
                    .startsWith("127.0.0.1 - u1 [")
                    .contains("\"GET /b/k?X-Amz-Signature=***\" 200 5 " + id + " GetObject b 0 ");
            assertThat(lines.get(1)).contains("\"GET /b/%zz\" 400 0 " + bad + " Malformed ");
        }
    }
}
