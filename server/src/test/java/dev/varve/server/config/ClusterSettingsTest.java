package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.config.ClusterSettings.Elsewhere;
import dev.varve.server.config.ClusterSettings.Times;
import dev.varve.server.config.ClusterSettings.Traffic;
import dev.varve.server.store.Ack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {
    private static final String TOKEN = "what-members-show-each-other-1";
    private static final String BOOTSTRAP = "what-newcomers-show-once-2";

    @TempDir private Path directory;
    private ConfigKit kit;

    @BeforeEach
    void start() {
        kit = new ConfigKit(directory);
    }

    @Test
    void takesNoPartInAClusterByDefault() {
        assertThat(kit.server().cluster()).isEqualTo(ClusterSettings.DEFAULT);
    }

    @Test
    void settingsReachTheServer() {
        kit.toml(
                "[cluster]",
                "token = '" + TOKEN + "'",
                "bootstrap-token = '" + BOOTSTRAP + "'",
                "join = 'https://a.example.com:9443'",
                "replace = true",
                "name = 'b'",
                "advertise = 'https://b.example.com:9443'",
                "bandwidth = '10MiB'",
                "max-followers = 3",
                "relay-after = '1m'",
                "clock-limit = '5m'",
                "ack = 'peers:2'",
                "ack-within = '2s'",
                "not-owner = 'refuse'",
                "purge-grace = '24h'",
                "read-wait = '3s'");
        assertThat(kit.server().cluster())
                .isEqualTo(
                        new ClusterSettings(
                                Optional.of(new Secret(TOKEN)),
                                Optional.of(new Secret(BOOTSTRAP)),
                                Optional.of("https://a.example.com:9443"),
                                true,
                                Optional.of("b"),
                                Optional.of("https://b.example.com:9443"),
                                Optional.empty(),
                                new Traffic(10 << 20, 3),
                                new Ack(2, Duration.ofSeconds(2)),
                                Elsewhere.REFUSE,
                                new Times(
                                        Duration.ofMinutes(1),
                                        Duration.ofMinutes(5),
                                        Duration.ofHours(24),
                                        Duration.ofSeconds(3))));
    }

    @Test
    void joiningNeedsAllThatItTakes() {
        kit.toml("cluster.join = 'http://a:9000'", "cluster.file = 'layout.toml'");
        assertThat(kit.refusal())
                .contains("cluster.join needs cluster.advertise")
                .contains("cluster.join and cluster.file exclude each other");
    }

    @Test
    void replacingNeedsAMemberToAskAndAName() {
        kit.toml("cluster.replace = true");
        assertThat(kit.refusal()).contains("cluster.replace needs cluster.join and cluster.name");
    }

    @Test
    void refusesWeakTokensAndOneForBoth() {
        kit.variable("VARVE_CLUSTER_TOKEN", "short");
        assertThat(kit.refusal()).contains("cluster.token is shorter than 16 characters");
        start();
        kit.variable("VARVE_CLUSTER_TOKEN", TOKEN).variable("VARVE_CLUSTER_BOOTSTRAP_TOKEN", TOKEN);
        assertThat(kit.refusal())
                .contains("cluster.bootstrap-token must differ from cluster.token")
                .doesNotContain(TOKEN);
    }
}
