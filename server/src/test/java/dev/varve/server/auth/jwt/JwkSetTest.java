package dev.varve.server.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwkSetTest {
    private static final KeyPair EC = Issuer.ec("secp256r1");
    private static final KeyPair ED = Issuer.edwards();

    private static List<VerificationKey> parse(String json) throws IOException {
        return JwkSet.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<VerificationKey> beside(Map<String, Object> other) throws IOException {
        return parse(Issuer.set(other, Issuer.jwk("good", ED)));
    }

    private static Map<String, Object> changed(Map<String, Object> jwk, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(jwk);
        changed.put(name, value);
        return changed;
    }

    @Test
    void readsKeysOfThreeKinds() throws IOException {
        List<VerificationKey> keys =
                parse(
                        Issuer.set(
                                Issuer.jwk("r", Issuer.rsa(2048)),
                                Issuer.jwk("e", EC),
                                Issuer.jwk("d", ED)));
        assertThat(keys).extracting(VerificationKey::id).containsExactly("r", "e", "d");
        assertThat(keys.get(0).algorithms()).containsOnly(Algorithm.RS256, Algorithm.PS256);
        assertThat(keys.get(1).algorithms()).containsOnly(Algorithm.ES256);
        assertThat(keys.get(2).algorithms()).containsOnly(Algorithm.EDDSA);
    }

    @Test
    void keysThatNameTheirAlgorithmAreForThatAlone() throws IOException {
        Map<String, Object> rsa = Issuer.jwk("r", Issuer.rsa(2048));
        assertThat(parse(Issuer.set(changed(rsa, "alg", "PS256"))).getFirst().algorithms())
                .containsOnly(Algorithm.PS256);
        for (String other : List.of("HS256", "ES256", "RS512", "none")) {
            assertThat(beside(changed(rsa, "alg", other))).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "use, enc",
        "kty, oct",
        "kty, ec",
        "crv, P-384",
        "x, ''",
        "x, '!'",
        "x, AAAA",
        "y, AAAA"
    })
    void leavesOutWhatCannotBeUsed(String name, String value) throws IOException {
        assertThat(beside(changed(Issuer.jwk("e", EC), name, value)))
                .extracting(VerificationKey::id)
                .containsExactly("good");
    }

    @Test
    void leavesOutWeakKeysAndPointsBesideTheCurve() throws IOException {
        assertThat(beside(Issuer.jwk("r", Issuer.rsa(1024)))).hasSize(1);
        Map<String, Object> ec = Issuer.jwk("e", EC);
        Map<String, Object> other = Issuer.jwk("f", Issuer.ec("secp256r1"));
        assertThat(beside(changed(ec, "x", other.get("x") + ""))).hasSize(1);
        assertThat(beside(Map.of("kty", "oct", "k", "c2VjcmV0"))).hasSize(1);
        assertThat(beside(changed(ec, "key_ops", List.of("sign")))).hasSize(1);
        assertThat(beside(changed(ec, "key_ops", List.of("sign", "verify")))).hasSize(2);
    }

    @Test
    void refusesSetsWithoutKeysAndWithTooMany() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            many.add(Issuer.jwk("k" + i, ED));
        }
        for (String set :
                List.of(
                        "",
                        "[]",
                        "{}",
                        "{\"keys\":{}}",
                        "{\"keys\":[]}",
                        "{\"keys\":[1,\"a\",null]}",
                        Issuer.set(Map.of("kty", "oct", "k", "c2VjcmV0")),
                        Issuer.json(Map.of("keys", many)))) {
            assertThatThrownBy(() -> parse(set)).isInstanceOf(IOException.class);
        }
    }
}
