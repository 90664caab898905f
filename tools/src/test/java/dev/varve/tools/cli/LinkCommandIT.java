package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkCommandIT {
    @TempDir private Path home;

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient anybody = HttpClient.newHttpClient()) {
            return anybody.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder at(String url) {
        return HttpRequest.newBuilder(URI.create(url.strip()));
    }

    @Test
    void makesLinksThatWorkUntilTheyAreEnded() throws IOException, InterruptedException {
        try (LiveServer server = LiveServer.start(Scheme.HTTP)) {
            ClientShell shell = new ClientShell(server, home);
            shell.out("bucket", "create", "papers");
            shell.in("hello".getBytes(UTF_8)).out("object", "put", "-", "papers/a");
            String url = shell.out("link", "papers/a", "--expires-in", "15m");
            assertThat(send(at(url)).body()).isEqualTo("hello");

            JsonNode made =
                    shell.json("link", "papers/new", "--method", "put", "--max-size", "3")
                            .getFirst();
            String put = made.path("url").asText();
            assertThat(send(at(put).PUT(BodyPublishers.ofString("four"))).statusCode())
                    .isGreaterThanOrEqualTo(400);
            assertThat(send(at(put).PUT(BodyPublishers.ofString("abc"))).statusCode())
                    .isEqualTo(201);
            shell.out("link", "rm", made.path("id").asText());
            assertThat(send(at(put).PUT(BodyPublishers.ofString("abc"))).statusCode())
                    .isGreaterThanOrEqualTo(400);

            assertThat(shell.run("link", "papers/a", "--expires-in", "never")).isEqualTo(2);
            assertThat(shell.run("link", "papers")).isEqualTo(2);
            assertThat(shell.run("link")).isEqualTo(2);
            assertThat(shell.run("link", "gone/a")).isEqualTo(ExitCodes.NOT_FOUND);
        }
    }
}
