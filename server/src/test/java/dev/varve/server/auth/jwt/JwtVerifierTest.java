package dev.varve.server.auth.jwt;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.Role;
import dev.varve.server.auth.jwt.Issuer.Signer;
import dev.varve.server.auth.jwt.TokenConfig.IssuerKeys;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String SECRET = "an honest secret of at least 32 bytes";
    private static final KeyPair RSA = Issuer.rsa(2048);
    private static final KeyPair EC = Issuer.ec("secp256r1");
    private static final KeyPair ED = Issuer.edwards();
    private static final Signer SHARED = Issuer.hs256(SECRET);
    private static final Map<String, String> HS256 = Map.of("alg", "HS256", "typ", "JWT");

    private static TokenConfig config(
            Optional<String> bucketsClaim, Map<String, List<String>> buckets) {
        return new TokenConfig(
                new IssuerKeys.Shared(SECRET),
                "https://issuer.test",
                "varve",
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                2048,
                "role",
                Map.of(
                        "admin", Role.ADMIN,
                        "editor", Role.EDITOR,
                        "uploader", Role.UPLOADER,
                        "readonly", Role.READONLY,
                        "Team Lead", Role.EDITOR),
                bucketsClaim,
                buckets);
    }

    private static JwtVerifier verifier(KeySet keys) {
        return new JwtVerifier(config(Optional.empty(), Map.of()), keys, InstantSource.fixed(NOW));
    }

    private static final JwtVerifier SHARING = verifier(KeySet.of(VerificationKey.shared(SECRET)));

    private static final JwtVerifier PUBLIC =
            verifier(
                    keys(
                            Issuer.set(
                                    Issuer.jwk("rsa", RSA),
                                    Issuer.jwk("ec", EC),
                                    Issuer.jwk("ed", ED))));

    private static KeySet keys(String set) {
        try {
            List<VerificationKey> all = JwkSet.parse(set.getBytes(StandardCharsets.UTF_8));
            return (id, algorithm) -> all.stream().filter(key -> key.isFor(id, algorithm)).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://issuer.test");
        claims.put("aud", "varve");
        claims.put("sub", "ann");
        claims.put("email", "ann@example.test");
        claims.put("role", "editor");
        claims.put("iat", NOW.getEpochSecond());
        claims.put("exp", NOW.getEpochSecond() + 600);
        return claims;
    }

    private static Map<String, Object> with(String claim, Object value) {
        Map<String, Object> claims = claims();
        claims.put(claim, value);
        return claims;
    }

    private static Map<String, Object> without(String claim) {
        Map<String, Object> claims = claims();
        claims.remove(claim);
        return claims;
    }

    private static Principal verify(Map<String, ?> claims) {
        return SHARING.verify(Issuer.token(HS256, claims, SHARED));
    }

    private static Failed refused(Map<String, ?> claims) {
        return assertRefused(ErrorCode.INVALID_TOKEN, () -> verify(claims));
    }

    private static void refused(JwtVerifier verifier, String token) {
        assertRefused(ErrorCode.INVALID_TOKEN, () -> verifier.verify(token));
    }

    @Test
    void tellsWhomATokenSpeaksOf() {
        Principal ann = verify(claims());
        assertThat(ann.id()).matches("jwt:[0-9a-f]{32}").isEqualTo(verify(claims()).id());
        assertThat(ann.displayName()).isEqualTo("ann@example.test");
        assertThat(ann.rights()).isEqualTo(Role.EDITOR.everywhere());
        assertThat(ann.key()).isEmpty();
        assertThat(verify(with("sub", "bob")).id()).isNotEqualTo(ann.id());
    }

    @ParameterizedTest
    @CsvSource({"RS256, rsa", "PS256, rsa", "ES256, ec", "EdDSA, ed"})
    void takesSignaturesOfPublicKeys(String algorithm, String id) {
        KeyPair pair = id.equals("rsa") ? RSA : id.equals("ec") ? EC : ED;
        Signer signer = Issuer.signer(algorithm, pair);
        for (Map<String, String> header :
                List.of(Map.of("alg", algorithm, "kid", id), Map.of("alg", algorithm))) {
            String token = Issuer.token(header, claims(), signer);
            assertThat(PUBLIC.verify(token).displayName()).isEqualTo("ann@example.test");
            int last = token.length() - 3;
            char other = token.charAt(last) == 'A' ? 'B' : 'A';
            refused(PUBLIC, token.substring(0, last) + other + token.substring(last + 1));
        }
        String another = id.equals("rsa") ? "ec" : "rsa";
        refused(PUBLIC, Issuer.token(Map.of("alg", algorithm, "kid", another), claims(), signer));
        refused(PUBLIC, Issuer.token(Map.of("alg", algorithm, "kid", "unknown"), claims(), signer));
    }

    @Test
    void refusesChangedClaims() {
        String token = Issuer.token(HS256, claims(), SHARED);
        String[] parts = token.split("\\.", -1);
        String forged = Issuer.base64(Issuer.json(with("role", "admin")));
        refused(SHARING, parts[0] + "." + forged + "." + parts[2]);
        refused(SHARING, Issuer.token(HS256, claims(), Issuer.hs256(SECRET + "x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "NONE", "nOnE", "", "HS384", "RS512", "ES256K", "hs256"})
    void refusesOtherAlgorithmsSignedOrNot(String algorithm) {
        Map<String, String> header = Map.of("alg", algorithm);
        for (JwtVerifier each : List.of(SHARING, PUBLIC)) {
            refused(each, Issuer.token(header, claims(), SHARED));
            String unsigned = Issuer.token(header, claims(), text -> new byte[0]);
            refused(each, unsigned);
            refused(each, unsigned.substring(0, unsigned.length() - 1));
        }
    }

    /// The public key is known to all, so as a shared secret it proves nothing.
    @Test
    void takesNoPublicKeyForASharedSecret() {
        for (KeyPair pair : List.of(RSA, EC, ED)) {
            byte[] encoded = pair.getPublic().getEncoded();
            String pem =
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                            + "\n-----END PUBLIC KEY-----\n";
            for (String id : List.of("rsa", "ec", "ed")) {
                Map<String, String> header = Map.of("alg", "HS256", "kid", id);
                refused(PUBLIC, Issuer.token(header, claims(), Issuer.hs256(encoded)));
                refused(PUBLIC, Issuer.token(header, claims(), Issuer.hs256(pem)));
                refused(PUBLIC, Issuer.token(header, claims(), Issuer.hs256(new byte[1])));
            }
        }
        refused(
                SHARING,
                Issuer.token(Map.of("alg", "RS256"), claims(), Issuer.signer("RS256", RSA)));
    }

    @Test
    void takesNoKeyFromTheTokenItself() {
        KeyPair mine = Issuer.rsa(2048);
        for (String name : List.of("jwk", "jku", "x5u", "x5c")) {
            Map<String, Object> header =
                    Map.of("alg", "RS256", "kid", "rsa", name, Issuer.jwk("rsa", mine));
            refused(PUBLIC, Issuer.token(header, claims(), Issuer.signer("RS256", mine)));
        }
    }

    @Test
    void refusesDegenerateSignatures() {
        refused(PUBLIC, Issuer.token(Map.of("alg", "ES256"), claims(), text -> new byte[64]));
        refused(PUBLIC, Issuer.token(Map.of("alg", "ES256"), claims(), text -> new byte[70]));
        refused(PUBLIC, Issuer.token(Map.of("alg", "EdDSA"), claims(), text -> new byte[64]));
        refused(PUBLIC, Issuer.token(Map.of("alg", "RS256"), claims(), text -> new byte[256]));
        refused(SHARING, Issuer.token(HS256, claims(), text -> new byte[32]));
        refused(SHARING, Issuer.token(HS256, claims(), text -> new byte[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "email", "role", "iat", "exp"})
    void refusesTokensWithoutAClaim(String claim) {
        assertThat(refused(without(claim)).text()).contains(claim);
        refused(with(claim, ""));
        refused(with(claim, " "));
        refused(with(claim, Map.of("a", 1)));
        refused(with(claim, true));
    }

    @Test
    void refusesOtherIssuersAndAudiences() {
        refused(with("iss", "https://issuer.test/"));
        refused(with("iss", List.of("https://issuer.test")));
        refused(with("aud", "other"));
        refused(with("aud", List.of()));
        refused(with("aud", List.of("other", "varve2")));
        refused(with("aud", List.of("varve", 7)));
        verify(with("aud", List.of("other", "varve")));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 600, '', true",
        "-500, 100, '', true",
        "-600, -59, '', true",
        "-600, -60, '', false",
        "60, 600, '', true",
        "61, 600, '', false",
        "0, 600, 60, true",
        "0, 600, 61, false",
        "0, 3600, '', true",
        "0, 3601, '', false",
        "-100, -200, '', false",
        "600, 1200, '', false"
    })
    void keepsToTimes(long issued, long expires, String notBefore, boolean taken) {
        long now = NOW.getEpochSecond();
        Map<String, Object> claims = with("iat", now + issued);
        claims.put("exp", now + expires);
        if (!notBefore.isEmpty()) {
            claims.put("nbf", now + Long.parseLong(notBefore));
        }
        if (taken) {
            verify(claims);
        } else {
            boolean late = expires == -60;
            assertRefused(
                    late ? ErrorCode.EXPIRED_TOKEN : ErrorCode.INVALID_TOKEN, () -> verify(claims));
        }
    }

    @Test
    void refusesTimesThatAreNone() {
        for (Object time : List.of("1780315200", -1, 1e30, 253_402_300_800L, List.of(1))) {
            refused(with("exp", time));
            refused(with("iat", time));
            refused(with("nbf", time));
        }
        verify(with("iat", NOW.getEpochSecond() - 0.5));
    }

    @Test
    void refusesLongTokens() {
        refused(with("email", "e".repeat(300)));
        refused(with("more", "m".repeat(2000)));
        refused(SHARING, "a".repeat(1 << 20));
    }

    @Test
    void refusesTypesAndExtensionsItDoesNotKnow() {
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+JWT")) {
            SHARING.verify(Issuer.token(Map.of("alg", "HS256", "typ", type), claims(), SHARED));
        }
        for (Object type : List.of("JWE", "logout+jwt", "", 7)) {
            refused(SHARING, Issuer.token(Map.of("alg", "HS256", "typ", type), claims(), SHARED));
        }
        Map<String, Object> critical = Map.of("alg", "HS256", "crit", List.of("exp"), "exp", 1);
        refused(SHARING, Issuer.token(critical, claims(), SHARED));
        refused(SHARING, Issuer.token(Map.of("alg", "HS256", "kid", 7), claims(), SHARED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "!!.a.b",
                "e30.e30.e30",
                "e30.e30.e30."
            })
    void refusesWhatIsNoToken(String token) {
        refused(SHARING, token);
    }

    @Test
    void refusesWhatTwoReadersCouldReadInTwoWays() {
        String twice = Issuer.json(claims()).replace("}", ",\"role\":\"admin\"}");
        refused(SHARING, Issuer.token("{\"alg\":\"HS256\"}", twice, SHARED));
        String right = Issuer.json(claims());
        refused(SHARING, Issuer.token("{\"alg\":\"HS256\",\"alg\":\"HS256\"}", right, SHARED));
        refused(SHARING, Issuer.token("{\"alg\":\"HS256\"}", right + "{}", SHARED));
        refused(SHARING, Issuer.token("{\"alg\":\"HS256\"}", "[]", SHARED));
        refused(SHARING, Issuer.token("[\"HS256\"]", right, SHARED));
        String padded = Issuer.token(HS256, claims(), SHARED);
        refused(SHARING, padded + "=");
        refused(SHARING, padded + ".");
        refused(SHARING, " " + padded);
    }

    @ParameterizedTest
    @CsvSource({
        "admin, ADMIN",
        "editor, EDITOR",
        "uploader, UPLOADER",
        "readonly, READONLY",
        "Team Lead, EDITOR"
    })
    void givesWhatItsRoleStandsFor(String name, Role role) {
        assertThat(verify(with("role", name)).rights()).isEqualTo(role.everywhere());
    }

    @Test
    void refusesRolesThatAreNone() {
        for (String role : List.of("owner", "Admin", "admin ", "root")) {
            assertRefused(ErrorCode.ACCESS_DENIED, () -> verify(with("role", role)));
        }
        refused(with("role", List.of("admin")));
    }

    @Test
    void limitsSubjectsToTheirBuckets() {
        JwtVerifier verifier =
                new JwtVerifier(
                        config(
                                Optional.of("buckets"),
                                Map.of(
                                        "*", List.of("shared/in/"),
                                        "ann", List.of("photos"))),
                        KeySet.of(VerificationKey.shared(SECRET)),
                        InstantSource.fixed(NOW));
        assertThat(places(verifier, claims())).containsExactly("shared/in/", "photos/");
        assertThat(places(verifier, with("sub", "bob"))).containsExactly("shared/in/");
        assertThat(places(verifier, with("sub", "*"))).containsExactly("shared/in/");
        assertThat(places(verifier, with("buckets", List.of("docs/a"))))
                .containsExactly("shared/in/", "photos/", "docs/a");
        Map<String, Object> admin = with("role", "admin");
        assertThat(rights(verifier, admin).areOfOperator()).isFalse();
        assertThat(rights(verifier, admin).reach()).isEqualTo(Reach.ALL);
        for (Object wrong : List.of("photos", List.of(7), List.of("No"), Map.of())) {
            Map<String, Object> claims = with("buckets", wrong);
            refused(verifier, Issuer.token(HS256, claims, SHARED));
        }
    }

    private static Rights rights(JwtVerifier verifier, Map<String, ?> claims) {
        return verifier.verify(Issuer.token(HS256, claims, SHARED)).rights();
    }

    private static List<String> places(JwtVerifier verifier, Map<String, ?> claims) {
        return rights(verifier, claims).grants().stream()
                .map((AccessGrant grant) -> grant.bucket() + "/" + grant.prefix())
                .toList();
    }
}
