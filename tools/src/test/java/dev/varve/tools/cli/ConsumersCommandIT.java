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

class ConsumersCommandIT {
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
    void showsAllOfThem() {
        assertThat(shell.out("consumers")).contains("NAME").contains("purge").contains("running");
        assertThat(shell.json("consumers"))
                .extracting(each -> each.path("name").asText())
                .contains("flush");
    }

    @Test
    void steersOne() {
        JsonNode paused = shell.json("consumers", "pause", "purge").getFirst();
        assertThat(paused.path("state").asText()).isEqualTo("paused");
        assertThat(shell.run("consumers", "run", "purge")).isNotZero();
        assertThat(shell.out("consumers", "resume", "purge")).contains("running");
        assertThat(shell.out("consumers", "run", "purge")).contains("purge");
        assertThat(shell.run("consumers", "replay", "purge", "--from", "0")).isNotZero();
        assertThat(shell.run("consumers", "pause", "nobody")).isEqualTo(ExitCodes.NOT_FOUND);
    }
}
