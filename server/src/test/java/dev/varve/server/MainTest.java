package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import dev.varve.server.auth.User;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.config.ServerConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir private Path directory;

    private ServerConfig config(Map<String, String> environment) {
        List<Inputs.Flag> flags =
                List.of(
                        new Inputs.Flag("--data", "data", directory.resolve("data").toString()),
                        new Inputs.Flag("--listen", "listen", "127.0.0.1:0"),
                        new Inputs.Flag("--set", "space.reserve-bytes", "0"),
                        new Inputs.Flag("--set", "space.min-free-bytes", "0"));
        return Configuration.load(new Inputs(flags, environment, Optional.empty())).server();
    }

    @Test
    void makesAnAdminOnTheFirstStartOnly() {
        User first;
        try (Running running = Main.start(config(Map.of()))) {
            assertThat(running.adminKey().orElseThrow().fresh()).isTrue();
            first = running.adminKey().orElseThrow().user();
        }
        try (Running running = Main.start(config(Map.of()))) {
            assertThat(running.adminKey().orElseThrow().fresh()).isFalse();
            assertThat(running.adminKey().orElseThrow().user()).isEqualTo(first);
        }
    }

    @Test
    void makesNoAdminWhereUsersAreConfigured() {
        Map<String, String> environment =
                Map.of("AWS_ACCESS_KEY_ID", "ROOT", "AWS_SECRET_ACCESS_KEY", "a-b-c-d-e-f-g-h-i");
        try (Running running = Main.start(config(environment))) {
            assertThat(running.adminKey()).isEmpty();
        }
        assertThat(directory.resolve("data/admin-key")).doesNotExist();
    }

    @Test
    void leavesTheStoreUnlockedWhenItCannotStart() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path key = Files.writeString(data.resolve("admin-key"), "rubbish");
        assertThatThrownBy(() -> Main.start(config(Map.of())))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("admin-key");
        Files.delete(key);
        Main.start(config(Map.of())).close();
    }

    @Test
    void tellsOfBrokenRequestsAsOfOthers() throws Exception {
        try (Running running = Main.start(config(Map.of()));
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), running.address().port())) {
            socket.getOutputStream()
                    .write(
                            "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("<Code>InvalidURI</Code>", "<Resource>/a</Resource>", "<HostId>");
        }
    }

    @Test
    void tellsOfItsApiToAnybody() throws Exception {
        try (Running running = Main.start(config(Map.of()));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path :
                    List.of("/openapi.json", "/openapi.yaml", "/v1/openapi.yaml", "/v1/docs")) {
                URI uri = URI.create("http://127.0.0.1:" + running.address().port() + path);
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.body()).as(path).contains("listBuckets");
            }
        }
    }

    @Test
    void closesTwiceWithoutHarm() {
        Running running = Main.start(config(Map.of()));
        running.close();
        running.close();
        assertThat(directory.resolve("data/CLEAN")).exists();
    }

    @Test
    void keepsNoKeyThatNobodySawWhenItCannotListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Inputs.Flag> flags =
                    List.of(
                            new Inputs.Flag("--data", "data", directory.resolve("data").toString()),
                            new Inputs.Flag(
                                    "--listen", "listen", "127.0.0.1:" + taken.getLocalPort()),
                            new Inputs.Flag("--set", "space.reserve-bytes", "0"),
                            new Inputs.Flag("--set", "space.min-free-bytes", "0"));
            ServerConfig config =
                    Configuration.load(new Inputs(flags, Map.of(), Optional.empty())).server();
            assertThatThrownBy(() -> Main.start(config))
                    .isInstanceOf(StoreException.Failed.class)
                    .hasMessageContaining("Cannot listen on")
                    .hasMessageContaining("in use");
        }
        assertThat(directory.resolve("data/admin-key")).doesNotExist();
        try (Running running = Main.start(config(Map.of()))) {
            assertThat(running.adminKey().orElseThrow().fresh()).isTrue();
        }
    }
}
