package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.SdkSigner.How;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiAuthenticatorTest {
    private static final User USER = Examples.USER;
    private static final Principal OF_TOKEN =
            new Principal("jwt:1", "", Rights.NONE, Optional.empty(), Optional.empty());

    private static ApiAuthenticator authenticator(Users users) {
        return new ApiAuthenticator(
                Examples.authenticator(),
                users,
                token -> {
                    if (token.equals("a.b.c")) {
                        return OF_TOKEN;
                    }
                    throw new Failed(ErrorCode.INVALID_TOKEN, "no");
                },
                InstantSource.fixed(Examples.NOW));
    }

    private static Authenticated authenticate(String authorization) {
        return authenticator(Examples.users()).authenticate(request(authorization));
    }

    private static FakeRequest request(String authorization) {
        return FakeRequest.builder("GET", "/v1/buckets")
                .header("authorization", authorization)
                .build();
    }

    private static String basic(String pair) {
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void takesKeyAndSecretAsTheyAre() {
        String pair = USER.accessKey() + ":" + USER.secretKey();
        for (String each :
                List.of(basic(pair), "Bearer " + pair, basic(pair).replace("Basic", "bAsIc"))) {
            Authenticated authenticated = authenticate(each);
            assertThat(authenticated.principal()).isEqualTo(Principal.of(USER));
            assertThat(authenticated.payload()).isEqualTo(new Payload.Unsigned());
        }
    }

    @Test
    void refusesWrongSecretsAndUnknownKeys() {
        for (String wrong : List.of("", "x", USER.secretKey() + "x", USER.accessKey())) {
            assertRefused(
                    ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    () -> authenticate(basic(USER.accessKey() + ":" + wrong)));
        }
        assertRefused(ErrorCode.INVALID_ACCESS_KEY_ID, () -> authenticate(basic("NOBODY:secret")));
    }

    @Test
    void refusesExpiredKeysWhateverTheySend() {
        User expired =
                new User(
                        USER.accessKey(),
                        USER.secretKey(),
                        "u",
                        "",
                        "",
                        Rights.NONE,
                        Optional.of(Examples.NOW),
                        true);
        Users users = new StaticUsers(List.of(expired));
        assertRefused(
                ErrorCode.INVALID_ACCESS_KEY_ID,
                () ->
                        authenticator(users)
                                .authenticate(
                                        request(basic(USER.accessKey() + ":" + USER.secretKey()))));
    }

    @Test
    void takesTokensAndSignatures() {
        assertThat(authenticate("Bearer a.b.c").principal()).isEqualTo(OF_TOKEN);
        assertRefused(ErrorCode.INVALID_TOKEN, () -> authenticate("Bearer a.b.d"));
        for (How how : List.of(How.HEADER, How.QUERY)) {
            FakeRequest signed =
                    SdkSigner.sign(
                            SdkSigner.request("GET", "k", Map.of(), Map.of()), new byte[0], how);
            assertThat(authenticator(Examples.users()).authenticate(signed).principal())
                    .isEqualTo(Principal.of(USER));
        }
        FakeRequest nobody = FakeRequest.builder("GET", "/v1/buckets").build();
        assertThat(authenticator(Examples.users()).authenticate(nobody).principal().isAnonymous())
                .isTrue();
    }

    @Test
    void namesNoIssuerWhereThereIsNone() {
        ApiAuthenticator plain =
                new ApiAuthenticator(
                        Examples.authenticator(),
                        Examples.users(),
                        Tokens.NONE,
                        InstantSource.fixed(Examples.NOW));
        assertRefused(ErrorCode.INVALID_TOKEN, () -> plain.authenticate(request("Bearer a.b.c")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS AKIAIOSFODNN7EXAMPLE:signature",
                "Digest username=x",
                "Basic",
                "Basic !!!",
                "Basic OnNlY3JldA==",
                "NOS key:signature",
                "garbage"
            })
    void refusesEverythingElse(String authorization) {
        assertRefused(ErrorCode.UNAUTHENTICATED, () -> authenticate(authorization));
    }

    @Test
    void refusesSignaturesOfVersionTwoAndTwoAtOnce() {
        String right = basic(USER.accessKey() + ":" + USER.secretKey());
        for (String query :
                List.of(
                        "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x&Expires=9999999999",
                        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=x")) {
            FakeRequest both =
                    FakeRequest.builder("GET", "/v1/buckets?" + query)
                            .header("authorization", right)
                            .build();
            assertRefused(
                    ErrorCode.UNAUTHENTICATED,
                    () -> authenticator(Examples.users()).authenticate(both));
        }
        FakeRequest twice =
                FakeRequest.builder("GET", "/v1/buckets")
                        .header("authorization", right)
                        .addHeader("authorization", right)
                        .build();
        assertRefused(
                ErrorCode.UNAUTHENTICATED,
                () -> authenticator(Examples.users()).authenticate(twice));
    }

    @Test
    void showsNoSecretInText() {
        assertThat(KeyAndSecret.in("Bearer k:s3cr3t:x").orElseThrow())
                .isEqualTo(new KeyAndSecret("k", "s3cr3t:x"))
                .hasToString("KeyAndSecret[k]");
        assertThat(KeyAndSecret.in("Bearer " + "k".repeat(2000) + ":s")).isEmpty();
    }
}
