package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookCommandsIT {
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);

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

    @Test
    void makesShowsTriesRotatesAndRemoves() {
        String url = "http://127.0.0.1:9/hook";
        assertThat(shell.out("webhook", "create", "w", url, "--event", "s3:ObjectRemoved:*"))
                .contains("name   w", "secret whsec_");
        assertThat(shell.out("webhook", "ls")).contains("w", "enabled", url);
        JsonNode shown = shell.json("webhook", "show", "w").getFirst();
        assertThat(shown.at("/webhook/events/0").asText()).isEqualTo("s3:ObjectRemoved:*");
        assertThat(shown.at("/deliveries/state").asText()).isEqualTo("running");
        assertThat(shell.run("webhook", "test", "w"))
                .as("nothing is posted to this machine unless the configuration names it")
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.out("webhook", "rotate", "w", "--keep", "2h")).contains("secret whsec_");
        assertThat(shell.out("webhook", "dead-letters", "w")).isEmpty();
        assertThat(shell.out("webhook", "dead-letters", "w", "--retry")).contains("queued 0");
        assertThat(shell.out("webhook", "dead-letters", "w", "--drop")).contains("dropped 0");
        assertThat(shell.out("webhook", "replay", "w", "--from", "0")).contains("goes on");
        assertThat(shell.out("webhook", "rm", "w")).contains("removed w");
        assertThat(shell.run("webhook", "show", "w")).isEqualTo(ExitCodes.NOT_FOUND);
    }
}
