package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleCommandsIT {
    private static LiveServer server;

    @TempDir private Path home;

    @BeforeAll
    static void start() {
        server = LiveServer.start(Scheme.HTTP);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private ClientShell shell() {
        return new ClientShell(server, home);
    }

    private String file(String text) throws Exception {
        return Files.writeString(home.resolve("file"), text).toString();
    }

    @Test
    void setsShowsTriesAndEndsRules() throws Exception {
        ClientShell shell = shell();
        shell.out("bucket", "create", "rules");
        String rule =
                "{\"id\":\"old\",\"enabled\":true,\"filter\":{\"prefix\":\"a/\"},"
                        + "\"expire\":{\"after_days\":30,\"delete_markers\":false}}";
        assertThat(shell.out("lifecycle", "show", "rules")).isEmpty();
        assertThat(shell.out("lifecycle", "set", "rules", "--rule", rule)).isEqualTo(rule + "\n");
        assertThat(shell.out("lifecycle", "show", "rules")).isEqualTo(rule + "\n");
        shell.out("object", "put", file("x"), "rules/a/1");
        shell.out("object", "put", file("x"), "rules/b/1");

        assertThat(shell.out("lifecycle", "preview", "rules"))
                .contains(" object ", " old ", " a/1\n")
                .hasLineCount(1);
        List<JsonNode> tried =
                shell.json(
                        "lifecycle",
                        "preview",
                        "rules",
                        "--rule",
                        "{\"id\":\"b\",\"expire\":{\"after_days\":1}}");
        assertThat(tried).hasSize(2).allMatch(going -> going.path("rule").asText().equals("b"));
        assertThat(shell.out("lifecycle", "preview", "rules", "--until", "2026-01-01T00:00:00Z"))
                .isEmpty();

        assertThat(shell.run("lifecycle", "set", "rules")).isEqualTo(2);
        assertThat(shell.run("lifecycle", "set", "rules", "--rule", "x")).isEqualTo(2);
        assertThat(shell.run("lifecycle", "set", "rules", "--rule", "{}"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.out("lifecycle", "rm", "rules")).contains("ended");
        assertThat(shell.json("lifecycle", "show", "rules")).isEmpty();
    }

    @Test
    void purgesHistory() throws Exception {
        ClientShell shell = shell();
        shell.out("bucket", "create", "history");
        for (String text : List.of("one", "two", "three")) {
            shell.out("object", "put", file(text), "history/a/1");
        }
        shell.out("object", "put", file("b"), "history/b");
        shell.out("object", "rm", "history/b");

        assertThat(shell.out("object", "purge", "history/a/1"))
                .isEqualTo("purged 2 versions of 6 bytes\n");
        assertThat(shell.json("object", "purge", "-r", "history/a").getFirst().path("versions"))
                .hasToString("0");
        assertThat(shell.json("object", "purge", "-r", "history").getFirst().path("versions"))
                .hasToString("2");
        assertThat(shell.run("object", "purge", "-r", "history/a", "--version", "null"))
                .isEqualTo(2);
        assertThat(shell.out("object", "purge", "history/a/1", "--version", "null"))
                .isEqualTo("purged 1 versions of 5 bytes\n");
        assertThat(shell.run("object", "stat", "history/a/1")).isEqualTo(ExitCodes.NOT_FOUND);
    }
}
