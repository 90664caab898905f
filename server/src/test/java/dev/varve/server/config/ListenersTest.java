package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.server.http.Surface;
import dev.varve.server.http.Verb;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `[[listeners]]` of the file, and how `listen` goes with them.
class ListenersTest {
    @TempDir private Path directory;
    private ConfigKit kit;

    @BeforeEach
    void start() {
        kit = new ConfigKit(directory);
    }

    @Test
    void isOnePortForEverythingByDefault() {
        assertThat(kit.server().listeners())
                .containsExactly(
                        ListenerSettings.open(
                                ListenAddress.parse("127.0.0.1:9000"), Optional.empty()));
    }

    @Test
    void takesTablesInPlaceOfTheDefault() {
        kit.toml(
                "[[listeners]]",
                "address = '127.0.0.1:9001'",
                "surfaces = ['s3', 'health']",
                "verbs = ['read']",
                "",
                "[[listeners]]",
                "address = '[::1]:9002'");

        assertThat(kit.server().listeners())
                .extracting(each -> each.address().toString())
                .containsExactly("127.0.0.1:9001", "[::1]:9002");
        ListenerSettings first = kit.server().listeners().getFirst();
        assertThat(first.surfaces()).containsExactlyInAnyOrder(Surface.S3, Surface.HEALTH);
        assertThat(first.verbs()).containsExactly(Verb.READ);
        assertThat(kit.server().listeners().getLast().verbs()).hasSize(3);
        assertThat(kit.server().listeners().getLast().surfaces()).hasSize(5);
    }

    @Test
    void opensListenBesideThemWhereSomebodySetsIt() {
        kit.toml("[[listeners]]", "address = '127.0.0.1:9001'")
                .variable("VARVE_LISTEN", "127.0.0.1:9000");

        assertThat(kit.server().listeners())
                .extracting(each -> each.address().port())
                .containsExactly(9000, 9001);
    }

    @Test
    void takesTlsOfThePortElseThatOfTheServer() {
        kit.toml(
                "[tls]",
                "certificate-file = 'c.pem'",
                "key-file = 'k.pem'",
                "[[listeners]]",
                "address = ':1'",
                "[[listeners]]",
                "address = ':2'",
                "tls_certificate_file = 'other.pem'",
                "tls_key_file = 'other.key'",
                "[[listeners]]",
                "address = ':3'",
                "tls-certificate-file = 'none'");

        assertThat(kit.server().listeners())
                .extracting(ListenerSettings::tls)
                .containsExactly(
                        Optional.of(new TlsSettings(Path.of("c.pem"), Path.of("k.pem"))),
                        Optional.of(new TlsSettings(Path.of("other.pem"), Path.of("other.key"))),
                        Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    surfaces = ['s3', 'ftp']      | varve.toml:3: surfaces must be a list of one of s3, api, health, metrics, peer, not 's3,ftp'
                    surfaces = []                 | varve.toml:1: surfaces names nothing: leave it out for all of them
                    verbs = 'write,erase'         | varve.toml:3: verbs must be a list of one of read, write, delete, not 'write,erase'
                    verb = ['read']               | varve.toml:3: a listener has no verb; did you mean verbs?
                    tls_key_file = 'k.pem'        | varve.toml:1: tls_certificate_file and tls_key_file belong together; one is missing
                    Address = ':9'                | varve.toml:3: a listener has no Address; did you mean address?
                    """)
    void refusesNonsense(String line, String refusal) {
        kit.toml("[[listeners]]", "address = '127.0.0.1:9001'", line);

        assertThat(kit.refusal()).isEqualTo(refusal);
    }

    @Test
    void needsAnAddress() {
        kit.toml("[[listeners]]", "verbs = ['read']");
        assertThat(kit.refusal()).isEqualTo("varve.toml:1: this listener has no address");
        start();
        kit.toml("[[listeners]]", "address = 'nowhere'");
        assertThat(kit.refusal()).startsWith("varve.toml:2: address must be HOST:PORT");
    }

    @Test
    void refusesOneTableWhereManyAreMeant() {
        kit.toml("[listeners]", "address = '127.0.0.1:1'");

        assertThat(kit.refusal())
                .isEqualTo("varve.toml:1: listeners are written as [[listeners]] tables");
    }

    @Test
    void limitsTheirNumber() {
        String[] lines = new String[(ListenerField.MOST + 1) * 2];
        for (int i = 0; i < lines.length; i += 2) {
            lines[i] = "[[listeners]]";
            lines[i + 1] = "address = ':0'";
        }
        kit.toml(lines);

        assertThat(kit.refusal()).endsWith("there can be no more than 64 listeners");
    }

    @Test
    void showsThemToOperators() {
        kit.toml("[[listeners]]", "address = '127.0.0.1:9001'", "verbs = ['read']");

        assertThat(kit.entry("listeners").value())
                .isEqualTo("address = 127.0.0.1:9001, verbs = read");
        assertThat(kit.server().entries()).isEqualTo(kit.load().entries());
    }

    @ParameterizedTest
    @CsvSource({
        "http.trusted-proxies, 10.0.0.0/8, true",
        "http.trusted-proxies, '10.0.0.0/8, ::1', true",
        "http.trusted-proxies, 10.0.0.0/33, false",
        "http.trusted-proxies, proxy.local, false",
        "api.cors-origins, https://app.example.com, true",
        "api.cors-origins, https://*.example.com, true",
        "api.cors-origins, *, true",
        "api.cors-origins, app.example.com, false",
        "api.cors-origins, https://a.test/path, false",
        "buckets.versioning, enabled, true",
        "buckets.versioning, suspended, false",
        "buckets.history-window, 0s, true",
        "buckets.history-window, -1s, false",
        "history.bytes-window, 0s, true",
        "history.bytes-window, none, true",
        "history.bytes-window, -1s, false",
        "buckets.quota-bytes, 1GiB, true",
        "buckets.quota-objects, none, true",
        "buckets.quota-objects, -1, false"
    })
    void readsWhatGoesWithThem(String key, String text, boolean good) {
        kit.flag(key, text);
        if (good) {
            assertThat(kit.server().listeners()).hasSize(1);
        } else {
            assertThat(kit.refusal()).contains(key + " must be");
        }
    }

    @Test
    void bytesDoNotStayLongerThanHistory() {
        kit.flag("buckets.history-window", "1h").flag("history.bytes-window", "2h");

        assertThat(kit.refusal())
                .contains("history.bytes-window must be at most buckets.history-window");
    }

    @Test
    void givesNewBucketsWhatTheConfigurationSays() {
        kit.flag("buckets.versioning", "enabled")
                .flag("buckets.history-window", "1h")
                .flag("history.bytes-window", "10m")
                .flag("buckets.quota-bytes", "1KiB")
                .flag("buckets.quota-objects", "7");

        BucketSettings defaults = kit.server().store().newBuckets();
        assertThat(defaults.versioning()).isEqualTo(BucketSettings.Versioning.ENABLED);
        assertThat(defaults.historyWindow()).hasHours(1);
        assertThat(defaults.bytesWindow()).hasMinutes(10);
        assertThat(defaults.quota()).isEqualTo(new BucketSettings.Quota(1024, 7));
    }
}
