package dev.varve.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.server.Main;
import dev.varve.server.Running;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.SdkHttpRequest;

/// What answers have beside their content is the same on both surfaces.
class AnswersIT {
    private static final String KEY = "ROOT";
    private static final String SECRET = "a-b-c-d-e-f-g-h-i";
    private static final List<String> NOT_OURS = List.of("host", "expect", "content-length");
    private static final String CONTENT = "{\"a\":\"not ours to change\"}".repeat(100);

    @TempDir private static Path directory;
    private static Running server;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        List<Inputs.Flag> flags =
                List.of(
                        new Inputs.Flag("--data", "data", directory.resolve("data").toString()),
                        new Inputs.Flag("--listen", "listen", "127.0.0.1:0"),
                        new Inputs.Flag("--set", "http.key-rate", "1000"),
                        new Inputs.Flag(
                                "--set", "access-log.target", directory.resolve("log").toString()),
                        new Inputs.Flag("--set", "space.reserve-bytes", "0"),
                        new Inputs.Flag("--set", "space.min-free-bytes", "0"));
        Map<String, String> environment =
                Map.of("AWS_ACCESS_KEY_ID", KEY, "AWS_SECRET_ACCESS_KEY", SECRET);
        server =
                Main.start(
                        Configuration.load(new Inputs(flags, environment, Optional.empty()))
                                .server());
        client = HttpClient.newHttpClient();
        send(Sent.of("PUT", "/photos"));
        for (int i = 0; i < 30; i++) {
            send(Sent.of("PUT", "/photos/some/name/" + i).body(CONTENT));
        }
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    /// Signed, which both surfaces take.
    private static HttpResponse<byte[]> send(Sent sent) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.address().port());
        SdkHttpRequest signed = Signing.sign(uri, sent, KEY, SECRET, false);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri + sent.path() + Signing.mark(sent)))
                        .method(sent.method(), BodyPublishers.ofString(sent.body()));
        signed.forEachHeader((name, values) -> {
            if (NOT_OURS.stream().noneMatch(name::equalsIgnoreCase)) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static List<Sent> lists() {
        return List.of(
                Sent.of("GET", "/photos").query("list-type=2"),
                Sent.of("GET", "/v1/buckets/photos/objects"));
    }

    private static byte[] inflated(byte[] bytes) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void compressesListsAndNoObjects() throws Exception {
        for (Sent list : lists()) {
            HttpResponse<byte[]> plain = send(list);
            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
            HttpResponse<byte[]> packed = send(list.header("accept-encoding", "gzip"));
            assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(inflated(packed.body())).isEqualTo(plain.body());
        }
        for (String object :
                List.of("/photos/some/name/1", "/v1/buckets/photos/objects/some/name/1")) {
            HttpResponse<byte[]> got =
                    send(Sent.of("GET", object).header("accept-encoding", "gzip"));
            assertThat(got.headers().firstValue("content-encoding")).isEmpty();
            assertThat(got.body()).asString(StandardCharsets.UTF_8).isEqualTo(CONTENT);
        }
    }

    @Test
    void tellsWhatIsLeftOfTheRateOfTheKey() throws Exception {
        for (Sent list : lists()) {
            HttpResponse<byte[]> answer = send(list);
            assertThat(answer.headers().firstValue("ratelimit-policy"))
                    .contains("\"key\";q=2000;w=2");
            assertThat(answer.headers().firstValue("ratelimit").orElseThrow())
                    .matches("\"key\";r=1\\d{3};t=[01]");
        }
    }

    @Test
    void keepsWhatTheClientCallsItsRequest() throws Exception {
        for (String missing : List.of("/photos/none", "/v1/buckets/photos/objects/none")) {
            HttpResponse<byte[]> answer =
                    send(Sent.of("GET", missing).header("x-request-id", "trace-1"));
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("x-request-id")).contains("trace-1");
            String ours = answer.headers().firstValue("x-amz-request-id").orElseThrow();
            String told = new String(answer.body(), StandardCharsets.UTF_8);
            assertThat(told).contains(ours);
            if (missing.startsWith("/v1")) {
                assertThat(told).contains("\"client_request_id\":\"trace-1\"");
            }
            await().until(() ->
                    Files.readString(directory.resolve("log")).contains(" " + ours + "/trace-1 "));
        }
    }
}
