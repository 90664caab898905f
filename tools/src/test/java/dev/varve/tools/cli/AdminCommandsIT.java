package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminCommandsIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);

    @TempDir private Path home;
    private ClientShell shell = new ClientShell(server, Path.of("."));
    private String bucket = "";

    @BeforeEach
    void make() {
        shell = new ClientShell(server, home);
        bucket = server.newBucketName();
        shell.out("bucket", "create", bucket);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void tellsHowMuchThereIs() {
        shell.in("hello".getBytes(UTF_8)).out("object", "put", "-", bucket + "/a");
        JsonNode one = shell.json("stats", bucket).getFirst();
        assertThat(one.path("held").path("objects").asInt()).isEqualTo(1);
        assertThat(one.path("held").path("bytes").asInt()).isEqualTo(5);
        assertThat(shell.out("stats", "--buckets")).contains(" 5 " + bucket + "\n");
        assertThat(shell.json("stats").getFirst().path("held").path("bytes").asInt()).isPositive();
        assertThat(shell.out("stats")).contains("held.bytes");
        JsonNode today = shell.json("stats", bucket, "--history").getLast();
        assertThat(today.path("held").path("bytes").asInt()).isEqualTo(5);
        assertThat(shell.out("stats", "--history", "--to", today.path("day").asText()))
                .contains("PUTS")
                .contains(today.path("day").asText());
        assertThat(shell.run("stats", "no-such-bucket")).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void changesSettings() {
        JsonNode set =
                shell.json(
                                "bucket",
                                "set",
                                bucket,
                                "--versioning",
                                "enabled",
                                "--history-window",
                                "2h",
                                "--quota-objects",
                                "1",
                                "--tag",
                                "a=b")
                        .getFirst();
        assertThat(set.path("versioning").asText()).isEqualTo("enabled");
        assertThat(set.path("history_window_seconds").asInt()).isEqualTo(7200);
        assertThat(set.path("quota").path("objects").asInt()).isEqualTo(1);
        assertThat(set.path("tags").path("a").asText()).isEqualTo("b");
        shell.in("1".getBytes(UTF_8)).out("object", "put", "-", bucket + "/a");
        assertThat(shell.in("2".getBytes(UTF_8)).run("object", "put", "-", bucket + "/b"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("bucket", "set", bucket)).isEqualTo(2);
        assertThat(shell.run("bucket", "set", bucket, "--versioning", "perhaps"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("bucket", "set", "no-such-bucket", "--quota-bytes", "1"))
                .isEqualTo(ExitCodes.NOT_FOUND);
    }
}
