package dev.varve.tools.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.tools.client.ClientSettings.Auth;
import dev.varve.tools.s3.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FetchTest {
    private static final String CONTENT = "0123456789";
    private static final String SHA256 =
            "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
    private static final String BROKEN = answer("200 OK", "", "0123").replace("h: 4", "h: 10");
    private static final Patience QUICK =
            new Patience(3, Duration.ofSeconds(5), Duration.ofMillis(10), Duration.ofMillis(100));

    @TempDir private Path root;

    private static String answer(String status, String more, String body) {
        return "HTTP/1.1 %s\r\nConnection: close\r\nETag: \"e\"\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, more, body.length(), body);
    }

    private static String range(String range, String body) {
        return answer("206 Partial Content", "Content-Range: bytes " + range + "/10\r\n", body);
    }

    private static ApiClient client(ScriptedServer server) {
        URI address = URI.create("http://127.0.0.1:" + server.address().getPort());
        return new ApiClient(
                new ClientSettings(
                        address, Optional.empty(), Auth.SIGNATURE, "us-east-1", Optional.empty()),
                QUICK);
    }

    private static String fetch(ScriptedServer server) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ApiClient client = client(server)) {
            new Fetch(new Bucket(client, "b"), "k", Optional.empty())
                    .into((bytes, length) -> out.write(bytes, 0, length));
        }
        return out.toString(US_ASCII);
    }

    @Test
    void asksForTheRestOfTheSameObject() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        BROKEN, range("4-9", "45").replace("h: 2", "h: 6"), range("6-9", "6789"))) {
            assertThat(fetch(server)).isEqualTo(CONTENT);
            assertThat(server.asked().poll()).doesNotContainIgnoringCase("range");
            assertThat(server.asked().poll())
                    .containsIgnoringCase("range: bytes=4-\r\n")
                    .containsIgnoringCase("if-match: \"e\"\r\n");
            assertThat(server.asked().poll()).containsIgnoringCase("range: bytes=6-\r\n");
        }
    }

    @Test
    void mixesNothing() throws IOException {
        String changed = "HTTP/1.1 412 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        try (ScriptedServer server = new ScriptedServer(BROKEN, changed)) {
            assertThatThrownBy(() -> fetch(server))
                    .isInstanceOf(ApiProblem.class)
                    .hasMessageContaining("not what was expected");
        }
        try (ScriptedServer server = new ScriptedServer(BROKEN, range("3-9", "3456789"))) {
            assertThatThrownBy(() -> fetch(server)).hasMessageContaining("another range");
        }
        try (ScriptedServer server = new ScriptedServer(BROKEN, answer("200 OK", "", CONTENT))) {
            assertThatThrownBy(() -> fetch(server)).hasMessageContaining("no ranges");
        }
    }

    @Test
    void givesUpWhereNothingMoreComes() throws IOException {
        String none = range("4-9", "").replace("h: 0", "h: 6");
        try (ScriptedServer server = new ScriptedServer(BROKEN, none, none, none, none)) {
            assertThatThrownBy(() -> fetch(server)).isInstanceOf(Unreachable.class);
            assertThat(server.asked().size()).isBetween(3, 4);
        }
    }

    private RemoteObject object(String sha256) {
        return new RemoteObject(
                "k",
                CONTENT.length(),
                "e",
                Optional.of(sha256),
                Instant.EPOCH,
                Optional.of(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private long download(ScriptedServer server, String sha256) throws IOException {
        AtomicLong moved = new AtomicLong();
        try (ApiClient client = client(server)) {
            new Download(new Bucket(client, "b"), object(sha256), root)
                    .run(moved::addAndGet, part -> Download.replace(part, root.resolve("file")));
        }
        return moved.get();
    }

    @Test
    void givesAFileItsNameWhenItIsWhole() throws IOException {
        try (ScriptedServer server = new ScriptedServer(BROKEN, range("4-9", "456789"))) {
            assertThat(download(server, SHA256)).isEqualTo(10);
        }
        assertThat(root.resolve("file")).hasContent(CONTENT);
        assertThat(Files.getLastModifiedTime(root.resolve("file")))
                .hasToString("2020-01-01T00:00:00Z");
        assertThat(root.resolve(Download.PARTS)).doesNotExist();
    }

    @Test
    void keepsNothingOfAnotherContent() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(
                        answer("200 OK", "", CONTENT.replace('0', 'x')),
                        answer("200 OK", "", CONTENT))) {
            assertThatThrownBy(() -> download(server, SHA256))
                    .hasMessageContaining("is not what the server says it is");
            assertThat(root.resolve("file")).doesNotExist();
            assertThat(download(server, SHA256)).isEqualTo(10);
            assertThat(root.resolve("file")).hasContent(CONTENT);
        }
    }

    @Test
    void forgetsWhatCannotHaveItsName() throws IOException {
        try (ScriptedServer server = new ScriptedServer(answer("200 OK", "", CONTENT));
                ApiClient client = client(server)) {
            Download download = new Download(new Bucket(client, "b"), object(SHA256), root);
            assertThatThrownBy(() ->
                            download.run(
                                    Content.Watch.NONE,
                                    _ -> {
                                        throw new IOException("taken");
                                    }))
                    .hasMessage("taken");
        }
        assertThat(root).isEmptyDirectory();
    }
}
