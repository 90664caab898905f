package dev.varve.tools.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.tools.client.ClientSettings.Auth;
import dev.varve.tools.s3.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenTest {
    @TempDir private Path home;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void home() {
        environment.put("HOME", home.toString());
    }

    private ClientSettings settings() {
        return settings(null, null);
    }

    private ClientSettings settings(@Nullable String server, @Nullable String key) {
        return new Given(
                        Optional.ofNullable(server),
                        Optional.ofNullable(key),
                        Optional.empty(),
                        Optional.empty(),
                        environment)
                .settings();
    }

    private void file(String mode, String text) throws IOException {
        Path file = home.resolve(".config/varve/client.toml");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Optional<AccessKey> key(String id, String secret) {
        return Optional.of(new AccessKey(id, secret));
    }

    @Test
    void asksThisMachineAsNobodyWhereNothingIsSaid() {
        ClientSettings settings = settings();
        assertThat(settings.server()).hasToString("http://127.0.0.1:9000");
        assertThat(settings.key()).isEmpty();
        assertThat(settings.auth()).isEqualTo(Auth.SIGNATURE);
    }

    @Test
    void takesFlagsThenVariablesThenFileThenThoseOfAws() throws IOException {
        environment.put("AWS_ACCESS_KEY_ID", "aws");
        environment.put("AWS_SECRET_ACCESS_KEY", "a");
        environment.put("AWS_ENDPOINT_URL", "http://aws:1");
        assertThat(settings().server()).hasToString("http://aws:1");
        assertThat(settings().key()).isEqualTo(key("aws", "a"));

        file("rw-------", "server='http://file:2'\naccess_key='file'\nsecret_key='f'\n");
        assertThat(settings().server()).hasToString("http://file:2");
        assertThat(settings().key()).isEqualTo(key("file", "f"));

        environment.put("VARVE_ACCESS_KEY", "own");
        environment.put("VARVE_SECRET_KEY", "o");
        environment.put("VARVE_SERVER", "https://own");
        assertThat(settings().server()).hasToString("https://own");
        assertThat(settings().key()).isEqualTo(key("own", "o"));

        assertThat(settings("flag:3", "flag:s:x").server()).hasToString("http://flag:3");
        assertThat(settings("flag:3", "flag:s:x").key()).isEqualTo(key("flag", "s:x"));
        assertThat(settings("flag:3", "flag").key()).isEqualTo(key("flag", "o"));
    }

    @Test
    void doesNotShowTheKeyOfOneServerToAnother() throws IOException {
        file("rw-------", "server='http://mine:1'\naccess_key='file'\nsecret_key='f'\n");
        assertThat(settings("http://mine:1", null).key()).isPresent();
        assertThat(settings("http://other:1", null).key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void refusesAFileThatIsOpenToOthers(String mode) throws IOException {
        file(mode, "secret_key='do-not-show'\n");
        assertThatThrownBy(this::settings)
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("open to others: chmod 600")
                .hasMessageNotContaining("do-not-show");
    }

    @Test
    void refusesFilesThatMakeNoSenseAndShowsNoSecret() throws IOException {
        file("rw-------", "sever='x'\n");
        assertThatThrownBy(this::settings).hasMessageContaining("'sever'");
        file("rw-------", "secret_key='do-not-show\n");
        assertThatThrownBy(this::settings)
                .hasMessageContaining("line")
                .hasMessageNotContaining("do-not-show");
        file("rw-------", "access_key='a'\n");
        assertThatThrownBy(this::settings).hasMessageContaining("without secret_key");
    }

    @Test
    void refusesHalfAPair() {
        environment.put("VARVE_ACCESS_KEY", "own");
        assertThatThrownBy(this::settings).hasMessageContaining("VARVE_SECRET_KEY is not");
        assertThatThrownBy(() -> settings(null, "id")).hasMessageContaining("no secret");
        assertThatThrownBy(() -> settings(null, "id:")).hasMessageContaining("--key takes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://x",
                "http://",
                "http://x/path",
                "http://u:p@x",
                "http://x?q",
                "a b",
                "http://x#f"
            })
    void refusesWhatIsNoAddressOfAServer(String server) {
        assertThatThrownBy(() -> settings(server, null)).isInstanceOf(BadSetting.class);
    }

    @Test
    void sendsASecretOnlyWhereNobodyListens() {
        environment.put("VARVE_AUTH", "basic");
        assertThat(settings("https://example.org", "a:b").auth()).isEqualTo(Auth.BASIC);
        assertThat(settings("http://127.0.0.1:9000", "a:b").auth()).isEqualTo(Auth.BASIC);
        assertThatThrownBy(() -> settings("http://example.org", "a:b"))
                .hasMessageContaining("has no TLS");
        environment.put("VARVE_AUTH", "digest");
        assertThatThrownBy(this::settings).hasMessageContaining("signature or basic");
    }

    @Test
    void refusesCertificatesThatAreNone() throws IOException {
        Path file = Files.writeString(home.resolve("ca.pem"), "none");
        assertThatThrownBy(() -> Trust.of(file)).isInstanceOf(BadSetting.class);
        assertThatThrownBy(() -> Trust.of(home.resolve("gone")))
                .hasMessageContaining("cannot be used");
    }
}
