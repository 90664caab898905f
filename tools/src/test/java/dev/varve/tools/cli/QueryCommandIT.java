package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QueryCommandIT {
    private static final String KEYS = "SELECT key, size, retention_mode FROM objects ORDER BY key";
    private static final LiveServer server = LiveServer.start(Scheme.HTTP);

    @TempDir private Path home;
    private ClientShell shell = new ClientShell(server, Path.of("."));

    @BeforeEach
    void make() {
        shell = new ClientShell(server, home);
        if (shell.json("bucket", "ls").isEmpty()) {
            shell.out("bucket", "create", "papers");
            for (String key : List.of("a,b", "c\"d", "e")) {
                shell.in(key.getBytes(StandardCharsets.UTF_8));
                shell.out("object", "put", "-", "papers/" + key);
            }
        }
        await().until(() -> shell.json("query", KEYS).size() == 3);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void printsTablesCsvAndJson() {
        assertThat(shell.out("query", KEYS).lines())
                .containsExactly(
                        "key  size  retention_mode",
                        "a,b  3     -",
                        "c\"d  3     -",
                        "e    1     -");
        assertThat(shell.out("query", KEYS, "--csv").lines())
                .containsExactly("key,size,retention_mode", "\"a,b\",3,", "\"c\"\"d\",3,", "e,1,");
        assertThat(shell.json("query", KEYS).getLast().toString())
                .isEqualTo("{\"key\":\"e\",\"size\":1,\"retention_mode\":null}");
    }

    @Test
    void takesParametersAndLimits() {
        assertThat(shell.json("query", "SELECT key FROM objects WHERE key = ?", "--param", "e"))
                .hasSize(1);
        assertThat(shell.json("query", KEYS, "--limit", "2")).hasSize(2);
        assertThat(shell.err()).contains("more rows");
    }

    @Test
    void refusesWhatDoesNotReadOrDoesNotEnd() {
        assertThat(shell.run("query", "DELETE FROM events")).isNotZero();
        assertThat(shell.err()).contains("only SELECT");
        assertThat(shell.run("query", KEYS, "--csv", "--table"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
        String endless =
                "WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x)"
                        + " SELECT max(i) FROM x";
        assertThat(shell.run("query", endless, "--max-time", "0.2")).isNotZero();
        assertThat(shell.err()).contains("stopped after 200 ms");
    }
}
