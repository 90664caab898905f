package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Flag before environment before file before default, for each pair of them.
class PrecedenceTest {
    private static final String KEY = "http.max-connections";

    @TempDir private Path directory;
    private ConfigKit kit;

    @BeforeEach
    void start() {
        kit = new ConfigKit(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "flag, environment",
        "flag, file",
        "flag, default",
        "environment, file",
        "environment, default",
        "file, default"
    })
    void strongerSourceWins(String stronger, String weaker) {
        say(weaker, "11");
        say(stronger, "22");
        assertThat(kit.server().http().maxConnections()).isEqualTo(22);
        assertThat(kit.entry(KEY).source().words()).contains(mark(stronger));
    }

    private void say(String source, String value) {
        switch (source) {
            case "flag" -> kit.flag(KEY, value);
            case "environment" -> kit.variable("VARVE_HTTP_MAX_CONNECTIONS", value);
            case "file" -> kit.toml("[http]", "max-connections = " + value);
            default -> assertThat(source).isEqualTo("default");
        }
    }

    private static String mark(String source) {
        return switch (source) {
            case "flag" -> "--set " + KEY;
            case "environment" -> "VARVE_HTTP_MAX_CONNECTIONS";
            default -> "varve.toml:2";
        };
    }

    @Test
    void allFourAtOnce() {
        kit.toml("[http]", "max-connections = 1", "max-requests = 2", "key-rate = 3")
                .variable("VARVE_HTTP_MAX_CONNECTIONS", "4")
                .variable("VARVE_HTTP_MAX_REQUESTS", "5")
                .flag(KEY, "6");
        HttpSettings http = kit.server().http();
        assertThat(http.maxConnections()).isEqualTo(6);
        assertThat(http.maxRequests()).isEqualTo(5);
        assertThat(http.keyRate()).contains(3);
        assertThat(http.addressRate()).isEmpty();
    }

    @Test
    void secretInAFileOfTheEnvironmentBeatsTheConfigurationFile() {
        Path token = kit.write("token", "the-token-of-the-environment\n");
        kit.toml("[metrics]", "token = 'the-token-of-the-file-here'")
                .variable("VARVE_METRICS_TOKEN_FILE", token.toString());
        assertThat(kit.server().metricsToken().orElseThrow().reveal())
                .isEqualTo("the-token-of-the-environment");
        assertThat(kit.entry("metrics.token").source().words())
                .isEqualTo("VARVE_METRICS_TOKEN_FILE (" + token + ")");
    }

    @Test
    void fileOfTheCommandLineBeatsTheOneOfTheEnvironment() {
        Path other = kit.write("other.toml", "region = 'other'\n");
        kit.variable("VARVE_CONFIG", other.toString());
        assertThat(kit.server().region()).isEqualTo("other");
        kit.toml("region = 'named'");
        assertThat(kit.server().region()).isEqualTo("named");
    }

    @Test
    void defaultsNeedNoSource() {
        assertThat(kit.load().entries())
                .isNotEmpty()
                .allMatch(entry -> entry.source().equals(Source.DEFAULT));
        assertThat(kit.server().users()).isEmpty();
    }

    @Test
    void whatIsOverriddenMustStillBeRight() {
        kit.flag(KEY, "7").variable("VARVE_HTTP_MAX_CONNECTIONS", "many");
        assertThat(kit.refusal())
                .isEqualTo(
                        "VARVE_HTTP_MAX_CONNECTIONS: http.max-connections must be a whole number"
                                + " from 1 to 1000000, not 'many'");
    }
}
