package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCommandIT {
    private static final String TOML =
            """
            mode = "replicated"

            [[members]]
            node = "self"
            name = "a"
            urls = ["http://a.example.com:9080"]

            [[members]]
            node = "000000000000000b"
            name = "b"
            urls = ["http://b.example.com:9080"]
            role = "read-only"
            """;

    private final LiveServer server = LiveServer.start(Scheme.HTTP);
    @TempDir private Path home;
    private ClientShell shell = new ClientShell(server, Path.of("."));

    @BeforeEach
    void make() {
        shell = new ClientShell(server, home);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text).toString();
    }

    @Test
    void setsALayoutAndTellsOfIt() throws IOException {
        String layout = file("layout.toml", TOML);
        assertThat(shell.out("cluster", "status", "--watch")).contains("standalone");
        assertThat(shell.run("cluster", "layout")).isEqualTo(ExitCodes.NOT_FOUND);
        assertThat(shell.out("cluster", "set", layout, "--dry-run")).contains("would be in force");
        assertThat(shell.out("cluster", "set", layout)).contains("epoch 1 in force: 2 members");
        assertThat(shell.out("cluster", "status"))
                .contains("replicated, epoch 1")
                .contains("000000000000000b  read-only  http://b.example.com:9080");
        assertThat(shell.run("cluster", "set", layout, "--if-epoch", "7"))
                .isEqualTo(ExitCodes.CONFLICT);
    }

    @Test
    void printsTheHashThatMembersCompare() {
        assertThat(shell.out("cluster", "digest")).matches("[0-9a-f]{64}\n");
    }

    @Test
    void backfillsWhereThereIsACluster() throws IOException {
        assertThat(shell.run("cluster", "backfill")).isEqualTo(ExitCodes.CONFLICT);
        shell.out("cluster", "set", file("layout.toml", TOML));
        assertThat(shell.json("cluster", "backfill").getFirst().at("/figures/fetched").asInt())
                .isZero();
    }

    @Test
    void whatItPrintsCanBeSetAgain() throws IOException {
        shell.out("cluster", "set", file("layout.toml", TOML));
        String printed = shell.out("cluster", "layout").replace("\"epoch\" : 1", "\"epoch\" : 2");
        assertThat(shell.out("cluster", "set", file("layout.json", printed)))
                .contains("epoch 2 in force");
    }

    @Test
    void promotesAndRemovesMembers() throws IOException {
        shell.out("cluster", "set", file("layout.toml", TOML));
        assertThat(shell.run("cluster", "remove", "a")).isEqualTo(ExitCodes.FAILED);
        JsonNode promoted = shell.json("cluster", "promote", "b").getFirst();
        assertThat(promoted.at("/members/1/role").asText()).isEqualTo("writer");
        assertThat(shell.out("cluster", "remove", "b")).contains("epoch 3 in force: 1 members");
        assertThat(shell.run("cluster", "remove", "b")).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void promotesInThePlaceOfAnother() throws IOException {
        shell.out("cluster", "set", file("layout.toml", TOML));
        assertThat(shell.run("cluster", "promote", "b", "--instead-of", "nobody"))
                .isEqualTo(ExitCodes.NOT_FOUND);
        JsonNode promoted = shell.json("cluster", "promote", "b", "--instead-of", "a").getFirst();
        assertThat(promoted.at("/members/0/role").asText()).isEqualTo("read-only");
        assertThat(promoted.at("/members/1/role").asText()).isEqualTo("writer");
    }

    @Test
    void doesNotTakeAMemberForLevelThatItCannotReach() throws IOException {
        shell.out("cluster", "set", file("layout.toml", TOML));
        assertThat(shell.run("cluster", "status", "--watch", "--within", "1s"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.err()).contains("not level after 1s");
        assertThat(shell.printed()).contains("000000000000000b");
    }

    @Test
    void tellsWhatIsMissingOfAMember() throws IOException {
        shell.out("cluster", "set", file("layout.toml", TOML));
        assertThat(shell.out("cluster", "unshipped", "b"))
                .contains("nothing that b wrote is here")
                .contains("it was not heard of since this server started")
                .contains("known to be missing here: 0");
        assertThat(shell.run("cluster", "unshipped", "a")).isEqualTo(ExitCodes.FAILED);
        assertThat(shell.run("cluster", "unshipped", "nobody")).isEqualTo(ExitCodes.NOT_FOUND);
        String empty = home.resolve("empty").toString();
        assertThat(shell.run("cluster", "unshipped", "b", "--data", empty))
                .isEqualTo(ExitCodes.FAILED);
    }

    @Test
    void listsNothingOfAnotherClusterOrNode() throws IOException {
        shell.out("cluster", "set", file("layout.toml", TOML));
        Path other = home.resolve("other");
        try (Varve varve = Varve.open(VarveConfig.at(other).space(0, 0))) {
            assertThat(shell.run("cluster", "unshipped", "b", "--data", other.toString()))
                    .isEqualTo(ExitCodes.IN_USE);
            assertThat(varve.isLowOnSpace()).isFalse();
        }
        assertThat(shell.run("cluster", "unshipped", "b", "--data", other.toString()))
                .isEqualTo(ExitCodes.CONFLICT);
        assertThat(shell.err()).contains("is of another cluster");
    }

    @Test
    void previewsAndSteers() throws IOException {
        String layout = file("layout.toml", TOML);
        assertThat(shell.out("cluster", "preview", layout)).contains("0 of 0 objects");
        shell.out("cluster", "set", layout);
        assertThat(shell.run("cluster", "pause", "a")).isEqualTo(ExitCodes.CONFLICT);
        assertThat(shell.run("cluster", "pause", "b")).isEqualTo(ExitCodes.SOUND);
        assertThat(shell.run("cluster", "resume", "b")).isEqualTo(ExitCodes.SOUND);
        assertThat(shell.run("cluster", "resume", "nobody")).isEqualTo(ExitCodes.NOT_FOUND);
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        assertThat(shell.run("cluster", "set", file("bad.toml", "what is this"))).isEqualTo(2);
        assertThat(shell.run("cluster", "set", home.resolve("gone.toml").toString())).isEqualTo(2);
        String wrong = file("wrong.toml", TOML.replace("read-only", "writer-only"));
        assertThat(shell.run("cluster", "set", wrong)).isEqualTo(ExitCodes.FAILED);
    }
}
