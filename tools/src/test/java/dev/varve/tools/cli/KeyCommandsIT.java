package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandsIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTPS);

    @TempDir private Path home;
    private ClientShell shell = new ClientShell(server, Path.of("."));

    @BeforeEach
    void make() {
        shell = new ClientShell(server, home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /// Somebody who has nothing but a key.
    private ClientShell as(String id, String secret) {
        return new ClientShell(
                Map.of(
                        "HOME", home.toString(),
                        "VARVE_SERVER", server.endpoint().toString(),
                        "VARVE_CA", server.certificate().toString(),
                        "VARVE_ACCESS_KEY", id,
                        "VARVE_SECRET_KEY", secret));
    }

    @Test
    void makesAKeyThatWorksUntilItIsRevoked() {
        JsonNode made =
                shell.json(
                                "key",
                                "create",
                                "--role",
                                "readonly",
                                "--label",
                                "for a test",
                                "--expires-in",
                                "30d")
                        .getFirst();
        String id = made.path("id").asText();
        String secret = made.path("secret").asText();
        ClientShell reader = as(id, secret);
        assertThat(reader.run("bucket", "ls")).isZero();
        assertThat(reader.run("bucket", "ls", "--auth", "basic")).isZero();
        assertThat(reader.run("bucket", "create", "not-allowed")).isEqualTo(ExitCodes.DENIED);
        List<JsonNode> listed = shell.json("key", "ls");
        assertThat(listed).anyMatch(key -> key.path("id").asText().equals(id));
        assertThat(shell.printed()).doesNotContain(secret);
        assertThat(shell.out("key", "ls")).contains(id, "for a test").doesNotContain(secret);
        shell.out("key", "rm", id);
        assertThat(reader.run("bucket", "ls")).isEqualTo(ExitCodes.DENIED);
        assertThat(shell.run("key", "rm", id)).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void writesAFileThatTheClientTakes() throws IOException {
        Path file = home.resolve("other/.config/varve/client.toml");
        Files.createDirectories(file.resolveSibling(""));
        String[] create = {
            "key", "create", "--grant", "read,list:*", "--client-file", file.toString()
        };
        assertThat(shell.out(create)).doesNotContain("secret");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        ClientShell other =
                new ClientShell(
                        Map.of(
                                "HOME", home.resolve("other").toString(),
                                "VARVE_CA", server.certificate().toString()));
        assertThat(other.run("bucket", "ls")).isZero();
        assertThat(shell.run(create)).as("it is there").isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(shell.run("key", "create")).isEqualTo(2);
        assertThat(shell.run("key", "create", "--role", "readonly", "--grant", "read:a"))
                .isEqualTo(2);
        assertThat(shell.run("key", "create", "--grant", "read")).isEqualTo(2);
        assertThat(shell.run("key", "create", "--role", "readonly", "--expires-in", "soon"))
                .isEqualTo(2);
        assertThat(shell.run("key", "create", "--grant", "fly:a")).isEqualTo(ExitCodes.FAILED);
    }
}
