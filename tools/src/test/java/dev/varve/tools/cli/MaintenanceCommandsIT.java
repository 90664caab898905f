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

class MaintenanceCommandsIT {
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

    private void change(String bucket) {
        shell.out("bucket", "create", bucket);
    }

    @Test
    void takesASnapshotAndTellsOfIt() {
        change("one-more");
        JsonNode job = shell.json("snapshot", "create").getFirst();
        assertThat(job.path("state").asText()).isEqualTo("done");
        long position = job.path("figures").path("position").asLong();
        assertThat(shell.json("journal", "horizon").getFirst().path("snapshots"))
                .extracting(each -> each.path("position").asLong())
                .contains(position);
        change("and-another");
        assertThat(shell.out("snapshot", "create")).startsWith("position ").contains("rows ");
        assertThat(shell.out("journal", "horizon")).contains("snapshot at event " + position);
    }

    @Test
    void tellsWhoHoldsTheJournal() {
        assertThat(shell.out("journal", "horizon"))
                .startsWith("events 0 to ")
                .contains("HELD BY")
                .contains("journal.audit-retention")
                .contains("it is not set: all events are kept");
    }

    @Test
    void trimsNothingWhereNothingMayGo() {
        String nothing = "0 segments, 0 bytes; the oldest event then is 0";
        assertThat(shell.out("journal", "trim", "--dry-run"))
                .startsWith("would delete " + nothing)
                .contains("journal.audit-retention");
        assertThat(shell.json("journal", "trim", "--dry-run").getFirst().has("holds")).isTrue();
        assertThat(shell.out("journal", "trim")).startsWith("deleted " + nothing);
        JsonNode job = shell.json("journal", "trim").getFirst();
        assertThat(job.path("figures").path("segments").asLong(-1)).isZero();
    }

    @Test
    void runsAnyActionToItsEnd() {
        change("something");
        JsonNode rebuilt = shell.json("maintenance", "rebuild").getFirst();
        assertThat(rebuilt.path("figures").path("differences").asLong(-1)).isZero();
        assertThat(shell.out("maintenance", "scrub", "--deep")).contains("figures.findings");
        assertThat(shell.out("maintenance", "reconcile", "--repair")).contains("done");
        assertThat(shell.run("maintenance", "dance")).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.run("maintenance", "purge", "--deep")).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.err()).contains("'deep' is for scrub alone.");
    }
}
