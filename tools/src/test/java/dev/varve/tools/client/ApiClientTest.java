package dev.varve.tools.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.tools.client.ClientSettings.Auth;
import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ApiClientTest {
    private static final AccessKey KEY = new AccessKey("ID", "do-not-show-this-secret");
    private static final Patience QUICK =
            new Patience(3, Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofSeconds(5));
    private static final ApiRequest READ = ApiRequest.get("buckets");
    private static final ApiRequest WRITE =
            ApiRequest.of("POST", "buckets").json(Json.object().put("name", "a"));

    private static String answer(String status, String more, String body) {
        return "HTTP/1.1 %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, more, body.getBytes(UTF_8).length, body);
    }

    private static final String OK = answer("200 OK", "", "{\"name\":\"a\"}");

    private static ApiClient client(InetSocketAddress address, Auth auth) {
        URI server = URI.create("http://127.0.0.1:" + address.getPort());
        return new ApiClient(
                new ClientSettings(server, Optional.of(KEY), auth, "us-east-1", Optional.empty()),
                QUICK);
    }

    private static ApiClient client(ScriptedServer server) {
        return client(server.address(), Auth.SIGNATURE);
    }

    @Test
    void signsSoThatTheSecretStaysHere() throws IOException {
        try (ScriptedServer server = new ScriptedServer(OK);
                ApiClient client = client(server)) {
            assertThat(client.call(READ.query("prefix", "a b")).json().path("name").asText())
                    .isEqualTo("a");
            assertThat(server.asked().poll())
                    .startsWith("GET /v1/buckets?prefix=a%20b HTTP/1.1\r\n")
                    .containsIgnoringCase("authorization: AWS4-HMAC-SHA256 Credential=ID/")
                    .doesNotContain(KEY.secret());
        }
    }

    @Test
    void showsThePairWhereThatIsWanted() throws IOException {
        try (ScriptedServer server = new ScriptedServer(OK);
                ApiClient client = client(server.address(), Auth.BASIC)) {
            client.call(READ);
            assertThat(server.asked().poll())
                    .containsIgnoringCase(
                            "authorization: Basic SUQ6ZG8tbm90LXNob3ctdGhpcy1zZWNyZXQ=");
        }
    }

    @Test
    void repeatsAReadThatBroke() throws IOException {
        try (ScriptedServer server = new ScriptedServer("", OK);
                ApiClient client = client(server)) {
            assertThat(client.call(READ).status()).isEqualTo(200);
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void doesNotRepeatAWriteThatMayBeDone() throws IOException {
        String unknown = answer("503 Service Unavailable", "", "{\"detail\":\"Unknown.\"}");
        try (ScriptedServer server = new ScriptedServer("", unknown, OK);
                ApiClient client = client(server)) {
            assertThatThrownBy(() -> client.call(WRITE))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("Whether it was done is not known");
            assertThat(server.asked()).hasSize(1);
            assertThatThrownBy(() -> client.call(WRITE)).isInstanceOf(ApiProblem.class);
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void repeatsAWriteThatTheServerPutOffWhenItSays() throws IOException {
        String later = answer("429 Too Many Requests", "Retry-After: 1\r\n", "{}");
        try (ScriptedServer server = new ScriptedServer(later, OK);
                ApiClient client = client(server)) {
            long start = System.nanoTime();
            assertThat(client.call(WRITE).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void givesUpWhereItIsToWaitTooLongOrTooOften() throws IOException {
        String never = answer("429 Too Many Requests", "Retry-After: 3600\r\n", "{}");
        String busy = answer("503 Service Unavailable", "Retry-After: 0\r\n", "{}");
        try (ScriptedServer server = new ScriptedServer(never, busy, busy, busy, OK);
                ApiClient client = client(server)) {
            assertThatThrownBy(() -> client.call(READ)).isInstanceOf(ApiProblem.class);
            assertThat(server.asked()).hasSize(1);
            assertThatThrownBy(() -> client.call(READ)).isInstanceOf(ApiProblem.class);
            assertThat(server.asked()).hasSize(4);
        }
    }

    @Test
    void doesNotRepeatWhatCanBeReadOnce() throws IOException {
        String later = answer("429 Too Many Requests", "Retry-After: 0\r\n", "{}");
        try (ScriptedServer server = new ScriptedServer(later, OK);
                ApiClient client = client(server)) {
            InputStream in = new ByteArrayInputStream(new byte[10]);
            assertThatThrownBy(() -> client.call(WRITE.body(new Content.Stream(in))))
                    .isInstanceOf(ApiProblem.class);
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void tellsAProblemOnOneLine() throws IOException {
        String body =
                """
                {"title":"No Such Bucket","status":404,"detail":"There is no bucket 'x\\u001b[2J'.",
                 "code":"NoSuchBucket","request_id":"7f","hint":"Make one."}
                """;
        try (ScriptedServer server = new ScriptedServer(answer("404 Not Found", "", body));
                ApiClient client = client(server)) {
            assertThatThrownBy(() -> client.call(READ))
                    .isInstanceOfSatisfying(
                            ApiProblem.class,
                            problem -> {
                                assertThat(problem.status()).isEqualTo(404);
                                assertThat(problem.code()).isEqualTo("NoSuchBucket");
                            })
                    .hasMessage(
                            "There is no bucket 'x\\u001b[2J'. Hint: Make one. (NoSuchBucket, request"
                                    + " 7f)");
        }
    }

    @Test
    void saysSoWhereSomebodyElseAnswers() throws IOException {
        String page = answer("502 Bad Gateway", "", "<html>oops</html>");
        String html = answer("200 OK", "", "<html>welcome</html>");
        try (ScriptedServer server = new ScriptedServer(page, html);
                ApiClient client = client(server)) {
            assertThatThrownBy(() -> client.call(WRITE))
                    .hasMessage("the server answered 502 and did not say why (status 502)");
            Answer answer = client.call(READ);
            assertThatThrownBy(answer::json).hasMessageContaining("not JSON");
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        InetSocketAddress free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
        try (ApiClient client = client(free, Auth.SIGNATURE)) {
            assertThatThrownBy(() -> client.call(WRITE))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("nobody listens there")
                    .hasMessageNotContaining("not known");
        }
    }

    @Test
    void endsReadingWhereNothingComesAnyMore() throws IOException, InterruptedException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = Thread.ofVirtual().start(() -> sendHalf(listener));
            InetSocketAddress address =
                    new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
            ClientSettings settings =
                    new ClientSettings(
                            URI.create("http://127.0.0.1:" + address.getPort()),
                            Optional.empty(),
                            Auth.SIGNATURE,
                            "us-east-1",
                            Optional.empty());
            try (ApiClient client =
                            new ApiClient(settings, QUICK.answering(Duration.ofMillis(400)));
                    Streamed streamed = client.open(READ)) {
                assertThatThrownBy(() -> streamed.body().readAllBytes())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("nothing came");
            }
            thread.interrupt();
            thread.join();
        }
    }

    /// Sends less than it says, and then nothing.
    private static void sendHalf(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(OK.replaceFirst("Length: \\d+", "Length: 1000").getBytes(UTF_8));
            out.flush();
            Thread.sleep(Duration.ofSeconds(20));
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void namesPathsAsTheyAre() {
        assertThat(ApiRequest.get("buckets", "b", "objects").key("a//../ü?").path())
                .isEqualTo("/v1/buckets/b/objects/a//../%C3%BC%3F");
        assertThat(ApiRequest.get("keys", "a/b").path()).isEqualTo("/v1/keys/a%2Fb");
        assertThat(new Content.Whole(Bytes.EMPTY)).isEqualTo(Content.NONE);
    }
}
