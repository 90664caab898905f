package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Mistakes are refused with the key, the place and what is expected there.
class RefusalsTest {
    @TempDir private Path directory;
    private ConfigKit kit;

    @BeforeEach
    void start() {
        kit = new ConfigKit(directory);
    }

    @Test
    void unknownKeyInTheFile() {
        kit.toml("region = 'here'", "", "[http]", "max-conections = 5");
        assertThat(kit.refusal())
                .isEqualTo(
                        "varve.toml:4: there is no setting http.max-conections; did you mean"
                                + " http.max-connections?");
    }

    @Test
    void unknownTable() {
        kit.toml("[nothing.like.this]", "x = 1");
        assertThat(kit.refusal())
                .isEqualTo("varve.toml:2: there is no setting nothing.like.this.x");
    }

    @Test
    void unknownVariable() {
        kit.variable("VARVE_HTTP_MAXCONNECTIONS", "5").variable("HOME", "/nowhere");
        assertThat(kit.refusal())
                .isEqualTo(
                        "VARVE_HTTP_MAXCONNECTIONS: there is no such setting; did you mean"
                                + " VARVE_HTTP_MAX_CONNECTIONS?");
    }

    @Test
    void variableOfTheLauncherIsNone() {
        kit.variable("VARVE_JAVA_OPTS", "-Xmx1g");
        assertThat(kit.server().region()).isEqualTo("us-east-1");
    }

    @Test
    void unknownFlag() {
        kit.flag("lsten", "127.0.0.1:1");
        assertThat(kit.refusal())
                .isEqualTo("--set lsten: there is no setting lsten; did you mean listen?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    data = ''                   | data must be a path, not ''
                    listen = 9000               | listen must be HOST:PORT, such as
                    region = 'us east'          | region must be a region, such as us-east-1
                    domains = ['a', 'B']        | domains must be a list of host names
                    dev = 'yes'                 | dev must be true or false, not 'yes'
                    journal.segment-bytes = '1' | journal.segment-bytes must be bytes, such as 4096
                    view.flush-every = 30       | view.flush-every must be a time, such as 500ms
                    history.min-free = '200%'   | history.min-free must be a share, such as 10%
                    access-log.format = 'xml'   | must be one of text, json, none, not 'xml'
                    cluster.join = 'a:9000/x'   | cluster.join must be a URL without a path
                    cluster.ack = 'peers:0'     | cluster.ack must be local, or peers: and 1 to 16
                    blobs.zstd-level = 20       | blobs.zstd-level must be a whole number from 1 to 19
                    region = ['a', ['b']]       | region holds a table or a list where one value
                    """)
    void badValue(String line, String says) {
        kit.toml("# a comment first", line);
        assertThat(kit.refusal()).contains("varve.toml:2: ").contains(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VARVE_LISTEN", "VARVE_DATA", "VARVE_METRICS_TOKEN", "VARVE_DOMAINS"})
    void emptyVariableIsNoValue(String name) {
        kit.variable(name, "");
        assertThat(kit.refusal()).startsWith(name + ": ").contains(" must be ");
    }

    @Test
    void allMistakesAtOnce() {
        kit.toml("region = ''", "typo = 1").variable("VARVE_LISTEN", "x").flag("dev", "maybe");
        assertThat(kit.refusal().lines())
                .hasSize(5)
                .anyMatch(line -> line.contains("varve.toml:1: region"))
                .anyMatch(line -> line.contains("varve.toml:2: there is no setting typo"))
                .anyMatch(line -> line.contains("VARVE_LISTEN: listen"))
                .anyMatch(line -> line.contains("--set dev: dev"));
    }

    @Test
    void keyTwiceInTheFile() {
        kit.toml("region = 'a'", "region = 'b'");
        assertThat(kit.refusal()).isEqualTo("varve.toml:2: not TOML: Duplicate key");
        kit.toml("[http]", "max-requests = 1", "max_requests = 2");
        assertThat(kit.refusal()).contains("http.max-requests is already set by varve.toml:2");
    }

    @Test
    void flagTwice() {
        kit.flag("region", "a").flag("region", "b");
        assertThat(kit.refusal()).isEqualTo("--set region: region is already set by --set region");
    }

    @Test
    void variableTwiceInOtherForms() {
        Path token = kit.write("token", "a-token-that-is-long-enough");
        kit.variable("VARVE_METRICS_TOKEN", "a-token-that-is-long-enough")
                .variable("VARVE_METRICS_TOKEN_FILE", token.toString());
        assertThat(kit.refusal())
                .contains("metrics.token is already set by VARVE_METRICS_TOKEN")
                .doesNotContain("long-enough");
        start();
        kit.variable("AWS_ACCESS_KEY_ID", "one").variable("VARVE_ADMIN_ACCESS_KEY", "two");
        assertThat(kit.refusal()).contains("admin.access-key is already set by AWS_ACCESS_KEY_ID");
    }

    @Test
    void fileThatIsNoToml() {
        kit.toml("region = 'a'", "what is this");
        assertThat(kit.refusal()).startsWith("varve.toml:2: not TOML: ");
    }

    @Test
    void fileThatIsMissing() {
        kit.from(directory.resolve("gone.toml"));
        assertThat(kit.refusal()).isEqualTo("gone.toml: cannot be read: no such file");
    }

    @Test
    void fileOfASecretThatIsMissing() {
        kit.variable("VARVE_METRICS_TOKEN_FILE", directory.resolve("gone").toString());
        assertThat(kit.refusal())
                .isEqualTo("VARVE_METRICS_TOKEN_FILE (gone): cannot be read: no such file");
    }

    @Test
    void fileForWhatIsNoSecret() {
        kit.variable("VARVE_REGION_FILE", "x");
        assertThat(kit.refusal())
                .isEqualTo(
                        "VARVE_REGION_FILE: there is no such setting; did you mean VARVE_REGION?");
    }

    @Test
    void secretOnTheCommandLine() {
        kit.flag("metrics.token", "a-token-that-is-long-enough");
        assertThat(kit.refusal())
                .startsWith("--set metrics.token: metrics.token is a secret")
                .contains("VARVE_METRICS_TOKEN_FILE")
                .doesNotContain("long-enough");
    }

    @Test
    void badSecretIsNotRepeated() {
        kit.variable("VARVE_METRICS_TOKEN", "a secret with spaces");
        assertThat(kit.refusal()).contains("metrics.token must be").doesNotContain("spaces");
    }

    @Test
    void halfOfATlsPair() {
        kit.toml("[tls]", "certificate_file = 'a.pem'");
        assertThat(kit.refusal()).contains("varve.toml:2").contains("belong together");
        kit.toml("[tls]", "certificate_file = 'a.pem'", "key_file = 'b.pem'");
        assertThat(kit.server().tls())
                .contains(new TlsSettings(Path.of("a.pem"), Path.of("b.pem")));
    }

    @Test
    void blobSizesThatDoNotFitEachOther() {
        kit.toml("[blobs]", "small-bytes = '2MiB'", "block-bytes = '1MiB'");
        assertThat(kit.refusal()).contains("varve.toml:2").contains("at most blobs.block-bytes");
        kit.toml("[blobs]", "block-bytes = '1000KiB'");
        assertThat(kit.refusal()).contains("varve.toml:2").contains("a power of two");
    }
}
