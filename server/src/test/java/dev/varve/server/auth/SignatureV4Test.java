package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Signatures in the header.
class SignatureV4Test {
    private static final String AUTHORIZATION = "authorization";
    private final FakeRequest signed = sign("GET", Map.of());

    private static FakeRequest sign(String method, Map<String, List<String>> query) {
        return sign(
                SdkSigner.request(method, "key", query, Map.of("x-amz-acl", List.of("private"))));
    }

    private static FakeRequest sign(SdkHttpRequest request) {
        return SdkSigner.sign(request, new byte[0], SdkSigner.How.HEADER);
    }

    private static Failed refused(ErrorCode code, FakeRequest.Builder request) {
        return assertRefused(code, () -> Examples.authenticator().authenticate(request.build()));
    }

    private FakeRequest.Builder with(String original, String changed) {
        String header = signed.headers().get(AUTHORIZATION, "");
        assertThat(header).contains(original);
        return signed.toBuilder().header(AUTHORIZATION, header.replace(original, changed));
    }

    @Test
    void findsTheOwnerOfTheKey() {
        Authenticated authenticated = Examples.authenticator().authenticate(signed);
        assertThat(authenticated)
                .isEqualTo(
                        new Authenticated(
                                Principal.of(Examples.USER),
                                new Payload.Hashed(Bytes.hex(Examples.EMPTY_SHA256)),
                                false));
    }

    @Test
    void tellsWhatItSignedWhenSignaturesDiffer() {
        Failed failed =
                refused(
                        ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                        signed.toBuilder().header("x-amz-acl", "public-read"));
        assertThat(failed.details())
                .containsOnlyKeys(
                        "AWSAccessKeyId", "StringToSign", "SignatureProvided", "CanonicalRequest");
        assertThat(failed.details().get("StringToSign"))
                .startsWith(
                        "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n");
        assertThat(failed.details().get("CanonicalRequest"))
                .startsWith("GET\n/bucket/key\n\nhost:s3.example.com\nx-amz-acl:public-read\n")
                .endsWith(
                        "\n\nhost;x-amz-acl;x-amz-content-sha256;x-amz-date\n"
                                + Examples.EMPTY_SHA256);
    }

    @Test
    void doesNotEchoKeysOfTheClient() {
        String header = "x-amz-server-side-encryption-customer-key";
        FakeRequest request =
                sign(
                        SdkSigner.request(
                                "GET", "key", Map.of(), Map.of(header, List.of("c2VjcmV0"))));
        Failed failed =
                refused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, request.toBuilder().method("PUT"));
        assertThat(failed.details().get("CanonicalRequest"))
                .contains(header + ":(hidden)\n")
                .doesNotContain("c2VjcmV0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00", "é"})
    void refusesSignaturesOfOtherLength(String signature) {
        String header = signed.headers().get(AUTHORIZATION, "");
        String without = header.substring(0, header.lastIndexOf('=') + 1);
        ErrorCode expected =
                signature.isEmpty()
                        ? ErrorCode.AUTHORIZATION_HEADER_MALFORMED
                        : ErrorCode.SIGNATURE_DOES_NOT_MATCH;
        refused(expected, signed.toBuilder().header(AUTHORIZATION, without + signature));
    }

    @Test
    void refusesUnknownKeys() {
        Failed failed =
                refused(
                        ErrorCode.INVALID_ACCESS_KEY_ID,
                        with("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLF"));
        assertThat(failed.details()).containsEntry("AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLF");
    }

    @Test
    void namesItsRegionToWhoTakesAnother() {
        Failed failed =
                refused(
                        ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
                        with("/us-east-1/", "/eu-west-1/"));
        assertThat(failed.details()).containsEntry("Region", "us-east-1");
        assertThat(failed.text())
                .isEqualTo(
                        "The authorization header is malformed; the region 'eu-west-1' is wrong;"
                                + " expecting 'us-east-1'");
    }

    @Test
    void tellsItsRegionToWhoAsksForIt() {
        Authenticator elsewhere =
                new SignatureAuthenticator(
                        Examples.users(), "eu-central-1", () -> Examples.NOW, Examples.SKEW);
        FakeRequest question = sign("GET", Map.of("location", List.of("")));
        assertThat(elsewhere.authenticate(question).principal().id()).isEqualTo("u-1");
        assertRefused(
                ErrorCode.AUTHORIZATION_HEADER_MALFORMED, () -> elsewhere.authenticate(signed));
        assertRefused(
                ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
                () -> elsewhere.authenticate(sign("PUT", Map.of("location", List.of("")))));
    }

    @ParameterizedTest
    @CsvSource({
        "/s3/, /ec2/",
        "aws4_request, aws4_requests",
        "20130524/, 20130525/",
        "20130524/us-east-1/s3/aws4_request, HAHAHA",
        "'Credential=', 'Credentials='",
        "'SignedHeaders=', 'SignedHeaders'",
        "'Signature=', 'Credential=x, Signature='",
        "'Credential=AKIAIOSFODNN7EXAMPLE/', 'Credential=/'"
    })
    void refusesMalformedHeaders(String original, String changed) {
        refused(ErrorCode.AUTHORIZATION_HEADER_MALFORMED, with(original, changed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 x"})
    void refusesHeadersWithoutComponents(String header) {
        refused(
                ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
                signed.toBuilder().header(AUTHORIZATION, header));
    }

    @Test
    void takesComponentsWithoutBlanksAndInAnyOrder() {
        String header = signed.headers().get(AUTHORIZATION, "");
        String[] parts = header.substring(header.indexOf(' ') + 1).split(", ", -1);
        String turned = "AWS4-HMAC-SHA256  " + parts[2] + "," + parts[1] + " ,  " + parts[0];
        FakeRequest request = signed.toBuilder().header(AUTHORIZATION, turned).build();
        assertThat(Examples.authenticator().authenticate(request).principal().id())
                .isEqualTo("u-1");
    }

    @ParameterizedTest
    @CsvSource({"PT15M, true", "-PT15M, true", "PT15M1S, false", "-PT15M1S, false", "P365D, false"})
    void allowsClocksToDifferByAQuarterOfAnHour(Duration off, boolean allowed) {
        Authenticator later = Examples.authenticatorAt(Examples.NOW.plus(off));
        if (allowed) {
            assertThat(later.authenticate(signed).principal().id()).isEqualTo("u-1");
        } else {
            Failed failed =
                    assertRefused(
                            ErrorCode.REQUEST_TIME_TOO_SKEWED, () -> later.authenticate(signed));
            assertThat(failed.details())
                    .containsEntry("MaxAllowedSkewMilliseconds", "900000")
                    .containsEntry("RequestTime", "20130524T000000Z");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "20130524",
                "20131324T000000Z",
                "Tue, 07 Jul 1950 21:53:04 GMT"
            })
    void refusesWhatIsNoDate(String date) {
        refused(ErrorCode.ACCESS_DENIED, signed.toBuilder().header("x-amz-date", date));
    }

    @Test
    void refusesRequestsWithoutDate() {
        Failed failed = refused(ErrorCode.ACCESS_DENIED, signed.toBuilder().without("x-amz-date"));
        assertThat(failed.text()).contains("requires a valid Date");
    }

    @Test
    void refusesAmzHeadersThatAreNotSigned() {
        Failed failed =
                refused(
                        ErrorCode.ACCESS_DENIED,
                        signed.toBuilder()
                                .header("X-Amz-Meta-B", "1")
                                .header("x-amz-grant-read", "everybody")
                                .header("x-varve-as-of", "12345"));
        assertThat(failed.text())
                .isEqualTo("There were headers present in the request which were not signed");
        assertThat(failed.details())
                .containsEntry("HeadersNotSigned", "x-amz-grant-read, x-amz-meta-b, x-varve-as-of");
    }

    @Test
    void refusesAHostThatIsNotSigned() {
        Failed failed = refused(ErrorCode.ACCESS_DENIED, with("host;", ""));
        assertThat(failed.details()).containsEntry("HeadersNotSigned", "host");
    }

    @Test
    void ignoresOtherHeadersThatAreNotSigned() {
        FakeRequest request = signed.toBuilder().header("accept", "*/*").build();
        assertThat(Examples.authenticator().authenticate(request).principal().id())
                .isEqualTo("u-1");
    }

    @Test
    void refusesRequestsThatDoNotSpeakOfTheirBody() {
        refused(ErrorCode.INVALID_REQUEST, signed.toBuilder().without("x-amz-content-sha256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "unsigned-payload", "STREAMING-AWS4-HMAC-SHA256"})
    void refusesUnknownWordsForTheBody(String hash) {
        Failed failed =
                refused(
                        ErrorCode.INVALID_ARGUMENT,
                        signed.toBuilder().header("x-amz-content-sha256", hash));
        assertThat(failed.text()).startsWith("x-amz-content-sha256 must be UNSIGNED-PAYLOAD");
        assertThat(failed.details()).containsEntry("ArgumentValue", hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
                "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER"
            })
    void doesNotKnowAsymmetricKeys(String hash) {
        refused(ErrorCode.NOT_IMPLEMENTED, signed.toBuilder().header("x-amz-content-sha256", hash));
        refused(ErrorCode.NOT_IMPLEMENTED, with("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"));
    }

    @Test
    void refusesTokensAsNoKeyHasOne() {
        SdkHttpRequest request =
                SdkSigner.request(
                        "GET", "key", Map.of(), Map.of("x-amz-security-token", List.of("t")));
        refused(ErrorCode.INVALID_TOKEN, sign(request).toBuilder());
    }

    @Test
    void takesAnEscapedSlashForASlash() {
        FakeRequest request = signed.toBuilder().path("/bucket%2Fk%65y").build();
        assertThat(Examples.authenticator().authenticate(request).principal().id())
                .isEqualTo("u-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bucket/%", "/bucket/%zz", "/bucket/%ff"})
    void refusesPathsThatCannotBeDecoded(String path) {
        refused(ErrorCode.INVALID_URI, signed.toBuilder().path(path));
    }

    /// Each would be read again into the text that is signed, and sent back in the refusal.
    @ParameterizedTest
    @ValueSource(strings = {"host;host;", "host;Host;"})
    void refusesAHeaderThatIsNamedTwice(String names) {
        refused(
                ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
                with("SignedHeaders=host;", "SignedHeaders=" + names));
    }
}
