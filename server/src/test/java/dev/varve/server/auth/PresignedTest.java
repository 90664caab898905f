package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// SigV4 in the query.
class PresignedTest {
    private final FakeRequest signed =
            SdkSigner.sign(
                    SdkSigner.request("GET", "key", Map.of(), Map.of()),
                    new byte[0],
                    SdkSigner.How.QUERY);

    private FakeRequest.Builder with(String original, String changed) {
        assertThat(signed.rawQuery()).contains(original);
        return signed.toBuilder().query(signed.rawQuery().replace(original, changed));
    }

    private static Failed refused(ErrorCode code, FakeRequest.Builder request) {
        return assertRefused(code, () -> Examples.authenticator().authenticate(request.build()));
    }

    @Test
    void leavesTheBodyOpen() {
        assertThat(Examples.authenticator().authenticate(signed))
                .isEqualTo(
                        new Authenticated(
                                Principal.of(Examples.USER), new Payload.Unsigned(), true));
    }

    @Test
    void staysValidAsLongAsItSays() {
        Instant end = Examples.NOW.plus(Duration.ofHours(1));
        assertThat(Examples.authenticatorAt(end).authenticate(signed).query()).isTrue();
        Failed failed =
                assertRefused(
                        ErrorCode.ACCESS_DENIED,
                        () -> Examples.authenticatorAt(end.plusSeconds(1)).authenticate(signed));
        assertThat(failed.text()).isEqualTo("Request has expired");
        assertThat(failed.details()).containsEntry("Expires", "2013-05-24T01:00:00Z");
    }

    @Test
    void isNotValidBeforeItWasSigned() {
        Instant early = Examples.NOW.minus(Examples.SKEW);
        assertThat(Examples.authenticatorAt(early).authenticate(signed).query()).isTrue();
        assertRefused(
                ErrorCode.ACCESS_DENIED,
                () -> Examples.authenticatorAt(early.minusSeconds(1)).authenticate(signed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"604801", "-1", "x", "", "1.5", "99999999999999999999"})
    void refusesOtherTermsThanAWeek(String expires) {
        refused(
                ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
                with("X-Amz-Expires=3600", "X-Amz-Expires=" + expires));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Amz-Algorithm",
                "X-Amz-Credential",
                "X-Amz-Date",
                "X-Amz-Expires",
                "X-Amz-SignedHeaders",
                "X-Amz-Signature"
            })
    void needsEachOfItsParameters(String name) {
        Failed failed =
                refused(
                        ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
                        with(name + "=", "x" + name + "="));
        assertThat(failed.text()).contains("requires").contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "20130524T000000Z, 2013-05-24",
        "20130524%2Fus, 20130525%2Fus",
        "%2Fs3%2F, %2Fec2%2F",
        "%2Faws4_request, ''",
        "AWS4-HMAC-SHA256, AWS4-HMAC-SHA1"
    })
    void refusesMalformedParameters(String original, String changed) {
        refused(ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR, with(original, changed));
    }

    @Test
    void namesItsRegionToWhoTakesAnother() {
        Failed failed =
                refused(
                        ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
                        with("us-east-1", "eu-west-1"));
        assertThat(failed.details()).containsEntry("Region", "us-east-1");
    }

    @Test
    void doesNotKnowAsymmetricKeys() {
        refused(ErrorCode.NOT_IMPLEMENTED, with("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"));
    }

    @Test
    void isForOneMethodAndKey() {
        refused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, signed.toBuilder().method("PUT"));
        refused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, signed.toBuilder().path("/bucket/other"));
        refused(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                signed.toBuilder().query(signed.rawQuery() + "&versionId=1"));
    }

    @Test
    void refusesAmzHeadersThatAreNotSigned() {
        refused(ErrorCode.ACCESS_DENIED, signed.toBuilder().header("x-amz-acl", "public-read"));
        refused(ErrorCode.ACCESS_DENIED, signed.toBuilder().header("x-varve-as-of", "12345"));
    }

    @Test
    void honoursAHashThatWasSigned() {
        String hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        FakeRequest request =
                SdkSigner.sign(
                        SdkSigner.request(
                                "PUT",
                                "key",
                                Map.of("X-Amz-Content-Sha256", List.of(hash)),
                                Map.of()),
                        new byte[0],
                        SdkSigner.How.QUERY);
        // The SDK signs UNSIGNED-PAYLOAD beside it, S3 goes by the parameter.
        refused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, request.toBuilder());
        assertThat(authenticateSelfSigned(request, hash))
                .isEqualTo(new Payload.Hashed(Bytes.hex(hash)));
    }

    private static Payload authenticateSelfSigned(FakeRequest request, String hash) {
        SignedHeaders headers = SignedHeaders.parse("host", Place.QUERY);
        Presigned presigned = Presigned.parse(request.query());
        String canonical = CanonicalRequest.of(request, headers, hash);
        String signature =
                new SigningKeys()
                        .of(Examples.USER, presigned.credential())
                        .sign(
                                String.join(
                                        "\n",
                                        SignatureV4.ALGORITHM,
                                        presigned.timestamp(),
                                        presigned.credential().scope(),
                                        Hmac.hexOf(canonical)));
        String query = request.rawQuery().replace(presigned.signature(), signature);
        return Examples.authenticator()
                .authenticate(request.toBuilder().query(query).build())
                .payload();
    }

    @Test
    void bindsAHashInTheHeaderThoughItsHeaderIsNotSigned() {
        FakeRequest.Builder request = signed.toBuilder();
        request.header("x-amz-content-sha256", Examples.EMPTY_SHA256);
        refused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, request);
        request.header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        assertThat(Examples.authenticator().authenticate(request.build()).payload())
                .isEqualTo(new Payload.Unsigned());
    }

    @Test
    void refusesTokensAsNoKeyHasOne() {
        FakeRequest request =
                SdkSigner.sign(
                        SdkSigner.request(
                                "GET",
                                "key",
                                Map.of("X-Amz-Security-Token", List.of("t")),
                                Map.of()),
                        new byte[0],
                        SdkSigner.How.QUERY);
        refused(ErrorCode.INVALID_TOKEN, request.toBuilder());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b+c", "/", "//x", "..", "%2F", "ä/日本/😀", "a?b&c=d#e", "x\n\t"})
    void acceptsWhatThePresignerOfTheSdkMakes(String key) {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create("http://127.0.0.1:9000"))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                Examples.USER.accessKey(),
                                                Examples.USER.secretKey())))
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .build()) {
            SdkHttpRequest request =
                    presigner
                            .presignGetObject(presign ->
                                    presign.signatureDuration(Duration.ofDays(7))
                                            .getObjectRequest(get ->
                                                    get.bucket("bucket")
                                                            .key(key)
                                                            .responseContentType("a/b; c=d")))
                            .httpRequest();
            FakeRequest sent = SdkSigner.asSent(request).header("host", "127.0.0.1:9000").build();
            assertThat(
                            Examples.authenticatorAt(Clock.systemUTC().instant())
                                    .authenticate(sent)
                                    .principal()
                                    .id())
                    .isEqualTo("u-1");
        }
    }

    @Test
    void refusesAHeaderThatIsNamedTwice() {
        refused(
                ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
                with("SignedHeaders=host", "SignedHeaders=host%3Bhost"));
    }
}
