package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Role;
import dev.varve.server.auth.jwt.TokenConfig;
import dev.varve.server.auth.jwt.TokenConfig.IssuerKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReaderTest {
    private static final String SECRET = "correct-horse-battery-staple-and-more";

    @TempDir private Path directory;
    private ConfigKit kit;

    @BeforeEach
    void start() {
        kit = new ConfigKit(directory);
    }

    private ConfigKit issued() {
        return kit.flag("jwt.issuer", "https://issuer.test").flag("jwt.audience", "varve");
    }

    private TokenConfig tokens() {
        return kit.server().tokens().orElseThrow();
    }

    @Test
    void takesNoTokensUnlessToldWhose() {
        assertThat(kit.server().tokens()).isEmpty();
        issued();
        assertThat(kit.server().tokens()).isEmpty();
    }

    @Test
    void takesSecretAndDefaults() {
        issued().variable("VARVE_JWT_SECRET", SECRET);
        TokenConfig tokens = tokens();
        assertThat(tokens.keys()).isEqualTo(new IssuerKeys.Shared(SECRET));
        assertThat(tokens.issuer()).isEqualTo("https://issuer.test");
        assertThat(tokens.audience()).isEqualTo("varve");
        assertThat(tokens.skew()).isEqualTo(Duration.ofMinutes(1));
        assertThat(tokens.maxLength()).isEqualTo(8192);
        assertThat(tokens.roles())
                .isEqualTo(
                        Map.of(
                                "admin", Role.ADMIN,
                                "editor", Role.EDITOR,
                                "uploader", Role.UPLOADER,
                                "readonly", Role.READONLY));
        assertThat(kit.load().entries().toString()).doesNotContain(SECRET);
        assertThat(kit.server().toString()).doesNotContain(SECRET);
    }

    @Test
    void takesFilesAndAddresses() {
        issued().flag("jwt.jwks-file", "keys.json");
        assertThat(tokens().keys()).isEqualTo(new IssuerKeys.InFile(Path.of("keys.json")));
        kit = new ConfigKit(directory);
        issued().flag("jwt.jwks-url", "https://issuer.test/keys?a=b");
        assertThat(tokens().keys())
                .isEqualTo(new IssuerKeys.At(URI.create("https://issuer.test/keys?a=b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/k", "http://127.0.0.1:1/k", "http://[::1]/k"})
    void trustsPlainHttpOnThisMachine(String url) {
        issued().flag("jwt.jwks-url", url);
        assertThat(tokens().keys()).isEqualTo(new IssuerKeys.At(URI.create(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.test/k",
                "http://localhost.evil.test/k",
                "https:///k",
                "http://1/"
            })
    void refusesKeysThatOthersCouldChangeOnTheWay(String url) {
        issued().flag("jwt.jwks-url", url);
        assertThat(kit.refusal()).startsWith("--set jwt.jwks-url: jwt.jwks-url must be https");
    }

    @Test
    void refusesHalfOfIt() {
        kit.flag("jwt.jwks-file", "keys.json").flag("jwt.issuer", "i");
        assertThat(kit.refusal())
                .isEqualTo("--set jwt.jwks-file: jwt.jwks-file is set, but not jwt.audience");
        kit.flag("jwt.audience", "a").flag("jwt.jwks-url", "https://issuer.test/k");
        assertThat(kit.refusal())
                .isEqualTo("--set jwt.jwks-url: jwt.jwks-file is set as well; one of them must go");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct-horse-battery-staple-!!",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesSecretsThatAreGuessedUnlessForTests(String secret) {
        issued().variable("VARVE_JWT_SECRET", secret);
        assertThat(kit.refusal()).contains("jwt.secret").doesNotContain(secret);
        kit.flag("dev", "true");
        assertThat(tokens().keys()).isEqualTo(new IssuerKeys.Shared(secret));
        assertThat(kit.load().warnings().toString()).contains("jwt.secret").doesNotContain(secret);
    }

    @Test
    void readsRolesAndBuckets() {
        issued().variable("VARVE_JWT_SECRET", SECRET);
        kit.toml(
                "[jwt]",
                "roles = ['boss=admin', 'guest=readonly']",
                "role-claim = 'groups'",
                "buckets-claim = 'buckets'",
                "buckets = ['ann=photos', 'ann=docs/in/', '*=shared']");
        TokenConfig tokens = tokens();
        assertThat(tokens.roles()).isEqualTo(Map.of("boss", Role.ADMIN, "guest", Role.READONLY));
        assertThat(tokens.roleClaim()).isEqualTo("groups");
        assertThat(tokens.bucketsClaim()).contains("buckets");
        assertThat(tokens.buckets())
                .isEqualTo(Map.of("ann", List.of("photos", "docs/in/"), "*", List.of("shared")));
    }

    @Test
    void refusesRolesAndBucketsThatAreNone() {
        issued().variable("VARVE_JWT_SECRET", SECRET);
        kit.toml("[jwt]", "roles = ['boss=admin', 'boss=editor']");
        assertThat(kit.refusal()).contains("varve.toml:2", "boss twice");
        kit.toml("[jwt]", "roles = ['boss=owner']");
        assertThat(kit.refusal()).contains("varve.toml:2", "NAME=ROLE");
        kit.toml("[jwt]", "buckets = ['ann=a..b']");
        assertThat(kit.refusal()).contains("varve.toml:2", "a grant names a bucket");
        kit.toml("[jwt]", "buckets = ['photos']");
        assertThat(kit.refusal()).contains("varve.toml:2", "SUBJECT=BUCKET");
    }
}
