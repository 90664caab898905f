package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventCommandsIT {
    @TempDir private Path home;
    private LiveServer server;
    private ClientShell shell;

    @BeforeEach
    void start() {
        server = LiveServer.start(Scheme.HTTP);
        shell = new ClientShell(server, home);
        shell.out("bucket", "create", "papers");
        put("a");
        put("b");
    }

    private void put(String key) {
        shell.in(key.getBytes(StandardCharsets.UTF_8)).out("object", "put", "-", "papers/" + key);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static List<String> keys(List<JsonNode> events) {
        return events.stream().map(event -> event.at("/object/key").asText()).toList();
    }

    @Test
    void listsAndFollowsWhatHappened() {
        assertThat(keys(shell.json("events", "ls", "--type", "object-put")))
                .containsExactly("a", "b");
        assertThat(shell.out("events", "ls", "--bucket", "papers", "--prefix", "b"))
                .contains("object-put", "papers/b");
        assertThat(
                        keys(
                                shell.json(
                                        "events",
                                        "follow",
                                        "--after",
                                        "start",
                                        "--type",
                                        "object-put",
                                        "--limit",
                                        "2")))
                .containsExactly("a", "b");
        assertThat(shell.run("events", "ls", "--after", "99999")).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("events", "follow", "--type", "painted")).isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void tellsWhoDidWhatAndWhy() {
        shell.out("object", "rm", "papers/a");

        assertThat(keys(shell.json("audit", "--bucket", "papers", "--object", "a")))
                .containsExactly("a", "a");
        assertThat(shell.out("audit", "--limit", "1")).contains("object-deleted", "127.0.0.1");
        assertThat(shell.out("explain", "papers/a"))
                .contains("It is not there: deleted", "put, 1 bytes");
        assertThat(shell.json("explain", "papers/b").getFirst().path("state").asText())
                .isEqualTo("current");
        assertThat(shell.run("explain", "papers")).isEqualTo(2);
    }

    @Test
    void keepsCursors() {
        shell.out("cursor", "create", "mailer", "--from", "start", "--type", "object-*");
        String place =
                shell.json("events", "ls", "--type", "object-put").getFirst().at("/id").asText();

        shell.out("cursor", "ack", "mailer", place);
        assertThat(shell.out("cursor", "ls")).contains("mailer", "live", place);
        assertThat(shell.run("cursor", "ack", "mailer", "0")).isEqualTo(ExitCodes.CONFLICT);
        shell.out("cursor", "ack", "mailer", "0", "--reset");
        assertThat(shell.run("cursor", "ack", "mailer", "x")).isEqualTo(2);
        shell.out("cursor", "rm", "mailer");
        assertThat(shell.run("cursor", "rm", "mailer")).isEqualTo(ExitCodes.NOT_FOUND);
    }
}
