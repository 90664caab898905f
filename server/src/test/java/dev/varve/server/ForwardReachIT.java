package dev.varve.server;

import static dev.varve.server.Caller.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.replication.Rule.Match;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How the member that decides is reached over sockets. The bucket `theirs` is of the second node.
@Timeout(60)
class ForwardReachIT {
    private ClusterKit kit;
    private ClusterKit.Node asked;
    private ClusterKit.Node owner;

    @BeforeEach
    void start(@TempDir Path directory) {
        kit = new ClusterKit(directory);
        asked = kit.start("asked");
        owner = kit.start("owner");
    }

    @AfterEach
    void stop() {
        kit.close();
    }

    private void ownerIs(Member member) {
        ClusterLayout layout =
                ClusterKit.assigned(
                        1,
                        List.of(ClusterKit.writer("asked", asked), member),
                        new Rule(Match.ofBucket("theirs"), owner.id()));
        asked.believes(layout);
        owner.believes(layout);
    }

    private Member at(String... urls) {
        Member known = ClusterKit.writer("owner", owner);
        return new Member(
                known.node(),
                known.name(),
                List.of(urls),
                known.keys(),
                known.role(),
                known.weight(),
                known.group(),
                known.keeps());
    }

    @Test
    void theNextUrlIsAskedWhereTheFirstCannotBeReached() throws IOException {
        try (ServerSocket gone = new ServerSocket(0)) {
            ownerIs(at("http://127.0.0.1:" + gone.getLocalPort(), owner.uri().toString()));
        }
        assertThat(new Caller(asked).tell(ask("PUT", "/theirs", "")).status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(owner.accessLog()).contains("/theirs"));
        assertThat(new Caller(owner).tell(ask("HEAD", "/theirs", "")).status()).isEqualTo(200);
    }

    @Test
    void connectionsToTheOwnerAreUsedAgain() throws IOException {
        ownerIs(ClusterKit.writer("owner", owner));
        new Caller(asked).tell(ask("PUT", "/theirs", ""));
        for (int i = 0; i < 15; i++) {
            new Caller(asked).tell(ask("PUT", "/theirs/many", "x"));
            new Caller(asked).tell(ask("DELETE", "/theirs/many?versionId=nonsense", ""));
        }
        assertThat(connectionsTo(owner.port())).isBetween(1L, 20L);
    }

    /// Established ones of this machine.
    private static long connectionsTo(int port) throws IOException {
        String remote = String.format(Locale.ROOT, ":%04X 01 ", port);
        long found = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            found +=
                    Files.readAllLines(Path.of(table)).stream()
                            .filter(line -> line.contains(remote))
                            .count();
        }
        return found;
    }
}
