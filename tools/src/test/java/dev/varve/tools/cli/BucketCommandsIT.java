package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BucketCommandsIT {
    private static final Map<Scheme, LiveServer> servers = new EnumMap<>(Scheme.class);

    @TempDir private Path home;

    @BeforeAll
    static void start() {
        for (Scheme scheme : Scheme.values()) {
            servers.put(scheme, LiveServer.start(scheme));
        }
    }

    @AfterAll
    static void stop() {
        servers.values().forEach(LiveServer::close);
    }

    private static LiveServer server(Scheme scheme) {
        return Objects.requireNonNull(servers.get(scheme));
    }

    private ClientShell shell() {
        return new ClientShell(server(Scheme.HTTP), home);
    }

    @ParameterizedTest
    @EnumSource
    void makesListsTellsAndDeletes(Scheme scheme) {
        ClientShell shell = new ClientShell(server(scheme), home);
        assertThat(shell.out("bucket", "create", "papers", "--versioning"))
                .isEqualTo("made papers\n");
        assertThat(shell.out("bucket", "ls")).contains("enabled", " papers\n");
        assertThat(shell.out("bucket", "stat", "papers")).containsPattern("name +papers\n");
        List<JsonNode> listed = shell.json("bucket", "ls", "--prefix", "pap");
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().path("versioning").asText()).isEqualTo("enabled");
        assertThat(shell.json("bucket", "ls", "--prefix", "x")).isEmpty();
        assertThat(shell.json("bucket", "rm", "papers").getFirst().path("deleted").asText())
                .isEqualTo("papers");
        assertThat(shell.run("bucket", "stat", "papers")).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void saysByItsCodeWhatWentWrong() {
        ClientShell shell = shell();
        shell.out("bucket", "create", "once");
        assertThat(shell.run("bucket", "create", "once")).isEqualTo(ExitCodes.CONFLICT);
        assertThat(shell.err()).startsWith("varve: ").contains("request ").hasLineCount(1);
        assertThat(shell.run("bucket", "create", "NO")).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("bucket", "rm", "gone")).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.run("bucket", "ls", "--key", "NOBODY:secret-secret-secret"))
                .isEqualTo(ExitCodes.DENIED);
        assertThat(shell.err()).doesNotContain("secret-secret-secret");
        assertThat(shell.run("bucket", "ls", "--server", "http://127.0.0.1:1", "--tries", "1"))
                .isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(shell.run("bucket", "ls", "--server", "ftp://x")).isEqualTo(2);
        assertThat(shell.run("bucket", "ls", "--timeout", "0")).isEqualTo(2);
        assertThat(shell.run("bucket", "create")).isEqualTo(2);
    }

    @Test
    void doesNotTrustACertificateThatNobodyNamed() {
        LiveServer server = server(Scheme.HTTPS);
        ClientShell shell =
                new ClientShell(
                        Map.of(
                                "HOME", home.toString(),
                                "VARVE_SERVER", server.endpoint().toString()));
        assertThat(shell.run("bucket", "ls")).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(shell.err()).contains("--ca");
    }
}
