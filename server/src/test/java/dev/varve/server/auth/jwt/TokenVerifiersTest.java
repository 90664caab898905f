package dev.varve.server.auth.jwt;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Role;
import dev.varve.server.auth.jwt.TokenConfig.IssuerKeys;
import dev.varve.server.http.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifiersTest {
    private static final String SECRET = "an honest secret of at least 32 bytes";
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Map<String, Object> CLAIMS =
            Map.of(
                    "iss", "i",
                    "aud", "a",
                    "sub", "s",
                    "email", "e",
                    "role", "admin",
                    "iat", NOW.getEpochSecond(),
                    "exp", NOW.getEpochSecond() + 60);

    @TempDir private Path directory;

    private static TokenVerifiers of(IssuerKeys keys) {
        return TokenVerifiers.of(
                new TokenConfig(
                        keys,
                        "i",
                        "a",
                        Duration.ZERO,
                        Duration.ofHours(1),
                        Duration.ofNanos(1),
                        4096,
                        "role",
                        Map.of("admin", Role.ADMIN),
                        Optional.empty(),
                        Map.of()),
                InstantSource.fixed(NOW));
    }

    private static String token(String id, KeyPair keys) {
        return Issuer.token(
                Map.of("alg", "EdDSA", "kid", id), CLAIMS, Issuer.signer("EdDSA", keys));
    }

    @Test
    void takesWhatASharedSecretSigned() {
        try (TokenVerifiers verifier = of(new IssuerKeys.Shared(SECRET))) {
            String token = Issuer.token(Map.of("alg", "HS256"), CLAIMS, Issuer.hs256(SECRET));
            assertThat(verifier.verify(token).rights().areOfOperator()).isTrue();
        }
        assertThat(new IssuerKeys.Shared(SECRET).toString()).doesNotContain(SECRET);
        assertThat(VerificationKey.shared(SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void readsAFileAnewWhenItsKeysChange() throws IOException {
        KeyPair one = Issuer.edwards();
        KeyPair two = Issuer.edwards();
        Path file = directory.resolve("keys.json");
        Files.writeString(file, Issuer.set(Issuer.jwk("one", one)));
        try (TokenVerifiers verifier = of(new IssuerKeys.InFile(file))) {
            verifier.verify(token("one", one));
            assertRefused(ErrorCode.INVALID_TOKEN, () -> verifier.verify(token("two", two)));
            Files.writeString(file, Issuer.set(Issuer.jwk("two", two)));
            verifier.verify(token("two", two));
            Files.delete(file);
            verifier.verify(token("two", two));
        }
    }

    @Test
    void asksToComeAgainWhereThereAreNoKeys() {
        try (TokenVerifiers none = of(new IssuerKeys.InFile(directory.resolve("none")));
                TokenVerifiers away = of(new IssuerKeys.At(URI.create("http://127.0.0.1:1/")))) {
            String token = token("one", Issuer.edwards());
            assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> none.verify(token));
            assertRefused(ErrorCode.SERVICE_UNAVAILABLE, () -> away.verify(token));
        }
    }
}
