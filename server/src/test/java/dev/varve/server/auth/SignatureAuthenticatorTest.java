package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.FakeRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which kind of signature a request has, if any.
class SignatureAuthenticatorTest {
    private static final String HASH_HEADER = "x-amz-content-sha256";
    private final SignatureAuthenticator authenticator = Examples.authenticator();

    private Payload anonymous(FakeRequest.Builder request) {
        Authenticated authenticated = authenticator.authenticate(request.build());
        assertThat(authenticated.principal()).isEqualTo(Principal.ANONYMOUS);
        assertThat(authenticated.query()).isFalse();
        return authenticated.payload();
    }

    @Test
    void takesRequestsWithoutSignatureForAnonymous() {
        assertThat(anonymous(FakeRequest.builder("GET", "/b/k?versionId=1")))
                .isEqualTo(new Payload.Unsigned());
    }

    @Test
    void readsBodiesOfAnonymousRequestsAsTheyAreDeclared() {
        FakeRequest.Builder request = FakeRequest.builder("PUT", "/b/k");
        assertThat(anonymous(request.header(HASH_HEADER, "STREAMING-UNSIGNED-PAYLOAD-TRAILER")))
                .isEqualTo(new Payload.Chunked(null, true));
        assertThat(anonymous(request.header(HASH_HEADER, Examples.EMPTY_SHA256)))
                .isEqualTo(new Payload.Hashed(Bytes.hex(Examples.EMPTY_SHA256)));
        assertThat(anonymous(request.header(HASH_HEADER, "UNSIGNED-PAYLOAD")))
                .isEqualTo(new Payload.Unsigned());
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, INVALID_REQUEST",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, INVALID_REQUEST",
        "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, NOT_IMPLEMENTED",
        "nonsense, INVALID_ARGUMENT"
    })
    void refusesSignedChunksWithoutAKey(String hash, ErrorCode code) {
        FakeRequest request = FakeRequest.builder("PUT", "/b/k").header(HASH_HEADER, hash).build();
        assertRefused(code, () -> authenticator.authenticate(request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                "X-Amz-Signature=x",
                "Signature=x",
                "AWSAccessKeyId=x"
            })
    void refusesHeaderAndQueryTogether(String query) {
        FakeRequest signed =
                SdkSigner.sign(
                        SdkSigner.request("GET", "k", Map.of(), Map.of()),
                        new byte[0],
                        SdkSigner.How.HEADER);
        FakeRequest both = signed.toBuilder().query(query).build();
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> authenticator.authenticate(both));
    }

    @Test
    void refusesTwoSignaturesOfOneKind() {
        FakeRequest twice =
                FakeRequest.builder("GET", "/")
                        .addHeader("authorization", "AWS a:b")
                        .addHeader("Authorization", "AWS c:d")
                        .build();
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> authenticator.authenticate(twice));
        FakeRequest queries = FakeRequest.builder("GET", "/?X-Amz-Signature=x&Signature=y").build();
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> authenticator.authenticate(queries));
    }

    @Test
    void refusesQueriesThatCannotBeDecoded() {
        FakeRequest request = FakeRequest.builder("GET", "/?a=%zz").build();
        assertRefused(ErrorCode.INVALID_URI, () -> authenticator.authenticate(request));
    }

    @Test
    void neverShowsASecret() {
        assertThat(List.of(Examples.USER, Principal.of(Examples.USER)).toString())
                .doesNotContain(Examples.USER.secretKey());
    }

    /// Signatures see `a,b` where two lines say `a` and `b`: whoever is on the way could break a line
    /// in two, and so change what the first of them says.
    @Test
    void refusesHeadersThatMeanAnotherThingInTwoLines() {
        FakeRequest.Builder request =
                FakeRequest.builder("PUT", "/b/k")
                        .addHeader("x-amz-copy-source", "/b/one")
                        .addHeader("X-Amz-Copy-Source", "two");
        assertRefused(ErrorCode.INVALID_REQUEST, () -> authenticator.authenticate(request.build()));
    }

    @Test
    void takesLinesOfWhatIsAList() {
        FakeRequest.Builder request = FakeRequest.builder("PUT", "/b/k");
        for (String name : List.of("x-amz-meta-a", "x-amz-trailer", "x-amz-object-attributes")) {
            request.addHeader(name, "one").addHeader(name, "two");
        }
        assertThat(anonymous(request)).isEqualTo(new Payload.Unsigned());
    }
}
