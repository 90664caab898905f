package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.Percent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureV2Test {
    private static final String DATE = "Fri, 24 May 2013 00:00:00 GMT";
    private static final long EXPIRES = Examples.NOW.getEpochSecond() + 3600;

    private static FakeRequest.Builder signed(String target, String stringToSign) {
        return FakeRequest.builder("GET", target)
                .header("date", DATE)
                .header(
                        "authorization",
                        "AWS "
                                + Examples.USER.accessKey()
                                + ":"
                                + SignatureV2.sign(Examples.USER, stringToSign));
    }

    private static FakeRequest.Builder presigned(String path, String query, String resource) {
        String stringToSign = "GET\n\n\n" + EXPIRES + "\n" + resource;
        return FakeRequest.builder(
                "GET",
                path
                        + "?AWSAccessKeyId="
                        + Examples.USER.accessKey()
                        + "&Expires="
                        + EXPIRES
                        + query
                        + "&Signature="
                        + Percent.encode(SignatureV2.sign(Examples.USER, stringToSign)));
    }

    private static Authenticated accept(FakeRequest.Builder request) {
        return Examples.authenticator().authenticate(request.build());
    }

    private static Failed refused(ErrorCode code, FakeRequest.Builder request) {
        return assertRefused(code, () -> accept(request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /b/k                                | /b/k
                    /b/a%2Fb%c3%a9//..                  | /b/a%2Fb%c3%a9//..
                    /b/?uploads                         | /b/?uploads
                    /b/?uploads=                        | /b/?uploads
                    /b/k?uploadId=a%2Bb&partNumber=2    | /b/k?partNumber=2&uploadId=a+b
                    /b/k?response-expires=x%20y&x-id=1  | /b/k?response-expires=x y
                    /b?prefix=p&delimiter=%2F           | /b
                    /b?versioning                       | /b/?versioning
                    """)
    void signsPathAsSentAndSubresourcesDecoded(String target, String resource) {
        Authenticated authenticated = accept(signed(target, "GET\n\n\n" + DATE + "\n" + resource));
        assertThat(authenticated)
                .isEqualTo(
                        new Authenticated(
                                Principal.of(Examples.USER), new Payload.Unsigned(), false));
    }

    @Test
    void signsAmzHeadersSortedAndFolded() {
        accept(
                signed(
                                "/b/k",
                                "GET\nmd5\ntext/plain\n"
                                        + DATE
                                        + "\nx-amz-acl:private\nx-amz-meta-a:1 2,3  4\n/b/k")
                        .header("content-md5", "md5")
                        .header("content-type", "text/plain")
                        .header("X-Amz-Meta-A", " 1\r\n  2 ")
                        .addHeader("x-amz-meta-a", "3  4")
                        .header("x-amz-acl", "private"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?acl",
                "?tagging",
                "?retention",
                "?versionId=1",
                "?as-of=1",
                "?x-amz-acl=private"
            })
    void refusesSubresourcesThatWereNotSigned(String query) {
        refused(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                signed("/b/k" + query, "GET\n\n\n" + DATE + "\n/b/k"));
    }

    /// `x-amz-acl: private` in a header has the same signature, and another meaning.
    @Test
    void refusesHeadersThatWereMovedToTheQuery() {
        refused(
                ErrorCode.INVALID_ARGUMENT,
                signed("/b/k?x-amz-acl=private", "GET\n\n\n" + DATE + "\nx-amz-acl:private\n/b/k"));
    }

    @ParameterizedTest
    @CsvSource({"/b/k, /b/k/", "/b/, /b", "/b/, /b//", "/, //", "/b, /b//"})
    void refusesOtherPathsThatDifferByASlash(String sent, String signed) {
        refused(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                signed(sent, "GET\n\n\n" + DATE + "\n" + signed));
    }

    @Test
    void tellsWhatItSignedWhenSignaturesDiffer() {
        Failed failed =
                refused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, signed("/b/k", "").method("PUT"));
        assertThat(failed.details())
                .containsEntry("StringToSign", "PUT\n\n\n" + DATE + "\n/b/k")
                .containsKey("SignatureProvided");
    }

    @Test
    void signsTheBucketOfTheHost() {
        Authenticator authenticator =
                new SignatureAuthenticator(
                        Examples.users(),
                        Examples.REGION,
                        () -> Examples.NOW,
                        Examples.SKEW,
                        List.of("s3.example.com"));
        FakeRequest request =
                signed("/k", "GET\n\n\n" + DATE + "\n/my.bucket/k")
                        .header("host", "My.Bucket.s3.Example.com:9000")
                        .build();
        assertThat(authenticator.authenticate(request).principal().id()).isEqualTo("u-1");
        FakeRequest other =
                signed("/k", "GET\n\n\n" + DATE + "\n/my.bucket/k/")
                        .header("host", "my.bucket.s3.example.com")
                        .build();
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> authenticator.authenticate(other));
        assertRefused(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                () ->
                        authenticator.authenticate(
                                request.toBuilder().header("host", "s3.example.com").build()));
    }

    @ParameterizedTest
    @CsvSource({
        "AWS HAHAHA, INVALID_ARGUMENT",
        "AWS, INVALID_ARGUMENT",
        "AWS :x, INVALID_ARGUMENT",
        "HAHAHA, INVALID_ARGUMENT",
        "Bearer x, INVALID_ARGUMENT",
        "AWS NOBODY:FWeDfwojDSdS2Ztmpfeubhd9isU=, INVALID_ACCESS_KEY_ID",
        "AWS AKIAIOSFODNN7EXAMPLE:FWeDfwojDSdS2Ztmpfeubhd9isU=, SIGNATURE_DOES_NOT_MATCH",
        "AWS AKIAIOSFODNN7EXAMPLE:, SIGNATURE_DOES_NOT_MATCH",
        "'', ACCESS_DENIED"
    })
    void refusesBadHeaders(String header, ErrorCode code) {
        refused(code, signed("/b/k", "").header("authorization", header));
    }

    @ParameterizedTest
    @CsvSource({
        "'Bad Date', ACCESS_DENIED",
        "'', ACCESS_DENIED",
        "'Tue, 07 Jul 1950 21:53:04 GMT', ACCESS_DENIED",
        "'Tue, 07 Jul 2010 21:53:04 GMT', REQUEST_TIME_TOO_SKEWED",
        "'Tue, 07 Jul 9999 21:53:04 GMT', REQUEST_TIME_TOO_SKEWED",
        "'Fri, 24 May 2013 00:15:00 UTC', SIGNATURE_DOES_NOT_MATCH"
    })
    void refusesBadDates(String date, ErrorCode code) {
        refused(code, signed("/b/k", "").header("date", date));
    }

    @Test
    void refusesRequestsWithoutDate() {
        refused(ErrorCode.ACCESS_DENIED, signed("/b/k", "").without("date"));
    }

    @Test
    void acceptsAQueryUntilItExpires() {
        FakeRequest request = presigned("/b/k", "&versionId=v", "/b/k?versionId=v").build();
        assertThat(Examples.authenticator().authenticate(request).query()).isTrue();
        Authenticator late = Examples.authenticatorAt(Examples.NOW.plus(Duration.ofSeconds(3601)));
        Failed failed = assertRefused(ErrorCode.ACCESS_DENIED, () -> late.authenticate(request));
        assertThat(failed.text()).isEqualTo("Request has expired");
    }

    @Test
    void signsAmzParametersLikeHeaders() {
        accept(presigned("/b/k", "&x-amz-acl=private", "x-amz-acl:private\n/b/k"));
        refused(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                presigned("/b/k", "&x-amz-acl=private", "/b/k"));
    }

    @ParameterizedTest
    @CsvSource({
        "AWSAccessKeyId, ACCESS_DENIED",
        "Expires, ACCESS_DENIED",
        "Signature, ACCESS_DENIED"
    })
    void needsEachOfItsParameters(String name, ErrorCode code) {
        FakeRequest request = presigned("/b/k", "", "/b/k").build();
        String query = request.rawQuery().replace(name + "=", "x" + name + "=");
        refused(code, request.toBuilder().query(query));
    }

    @ParameterizedTest
    @CsvSource({
        "soon, ACCESS_DENIED",
        "-1, ACCESS_DENIED",
        "0, ACCESS_DENIED",
        "9223372036854775807, SIGNATURE_DOES_NOT_MATCH",
        "9223372036854775808, ACCESS_DENIED"
    })
    void refusesBadTimesOfExpiry(String expires, ErrorCode code) {
        FakeRequest request = presigned("/b/k", "", "/b/k").build();
        String query = request.rawQuery().replace("Expires=" + EXPIRES, "Expires=" + expires);
        refused(code, request.toBuilder().query(query));
    }

    @Test
    void refusesEveryChangeOfTheSignature() {
        FakeRequest request = presigned("/b/k", "", "/b/k").build();
        String signature = request.query().get("Signature", "");
        String start = request.rawQuery().substring(0, request.rawQuery().indexOf("&Signature="));
        for (int i = 0; i < signature.length(); i++) {
            char other = signature.charAt(i) == 'A' ? 'B' : 'A';
            String changed = signature.substring(0, i) + other + signature.substring(i + 1);
            refused(
                    ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    request.toBuilder().query(start + "&Signature=" + Percent.encode(changed)));
        }
    }
}
