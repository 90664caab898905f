package dev.varve.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.server.http.FakeRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of the AWS documentation, with the signatures it gives.
class AwsExamplesTest {
    private static final String HOST = "examplebucket.s3.amazonaws.com";
    private final SignatureAuthenticator authenticator = Examples.authenticator();

    private static FakeRequest.Builder get(String target) {
        return FakeRequest.builder("GET", target)
                .header("Host", HOST)
                .header("x-amz-content-sha256", Examples.EMPTY_SHA256)
                .header("x-amz-date", "20130524T000000Z");
    }

    private Payload accept(FakeRequest.Builder request) {
        Authenticated authenticated = authenticator.authenticate(request.build());
        assertThat(authenticated.principal()).isEqualTo(Principal.of(Examples.USER));
        return authenticated.payload();
    }

    @Test
    void acceptsGetObject() {
        Payload payload =
                accept(
                        get("/test.txt")
                                .header("Range", "bytes=0-9")
                                .header(
                                        "Authorization",
                                        Examples.authorization(
                                                "host;range;x-amz-content-sha256;x-amz-date",
                                                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")));
        assertThat(payload).isEqualTo(new Payload.Hashed(Bytes.hex(Examples.EMPTY_SHA256)));
    }

    @Test
    void acceptsPutObjectDatedWithoutAmzDate() {
        String hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        accept(
                FakeRequest.builder("PUT", "/test$file.text")
                        .header("Host", HOST)
                        .header("Date", "Fri, 24 May 2013 00:00:00 GMT")
                        .header("x-amz-date", "20130524T000000Z")
                        .header("x-amz-storage-class", "REDUCED_REDUNDANCY")
                        .header("x-amz-content-sha256", hash)
                        .header(
                                "Authorization",
                                Examples.authorization(
                                        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                                        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")));
    }

    @ParameterizedTest
    @CsvSource({
        "/?lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        "/?lifecycle=, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        "/?max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        "/?prefix=J&max-keys=2, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        "/?prefix=%4a&max-keys=2, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    })
    void acceptsQueriesInAnyOrderAndEncoding(String target, String signature) {
        accept(
                get(target)
                        .header(
                                "Authorization",
                                Examples.authorization(
                                        "host;x-amz-content-sha256;x-amz-date", signature)));
    }

    @Test
    void acceptsPresignedGet() {
        Payload payload =
                accept(
                        FakeRequest.builder(
                                        "GET",
                                        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                                                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                                                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                                                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
                                .header("Host", HOST));
        assertThat(payload).isEqualTo(new Payload.Unsigned());
    }

    private static Authenticated version2(String now, FakeRequest.Builder request) {
        return new SignatureAuthenticator(
                        Examples.users(),
                        "us-west-1",
                        InstantSource.fixed(Instant.parse(now)),
                        Examples.SKEW,
                        List.of("s3.us-west-1.amazonaws.com"))
                .authenticate(request.build());
    }

    @ParameterizedTest
    @CsvSource({
        "/photos/puppy.jpg, '27 Mar 2007 19:36:42', qgk2+6Sv9/oM7G3qLEjTH1a1l1g=",
        "/?prefix=photos&max-keys=50&marker=puppy, '27 Mar 2007 19:42:41', m0WP8eCtspQl5Ahe6L1SozdX9YA=",
        "/?acl, '27 Mar 2007 19:44:46', 82ZHiFIjc+WbcwFKGUVEQspPn+0="
    })
    void acceptsVersion2OfABucketInTheHost(String target, String date, String signature) {
        Authenticated authenticated =
                version2(
                        "2007-03-27T19:40:00Z",
                        FakeRequest.builder("GET", target)
                                .header("Host", "awsexamplebucket1.s3.us-west-1.amazonaws.com:80")
                                .header("Date", "Tue, " + date + " +0000")
                                .header("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:" + signature));
        assertThat(authenticated.principal()).isEqualTo(Principal.of(Examples.USER));
        assertThat(authenticated.payload()).isEqualTo(new Payload.Unsigned());
    }

    @Test
    void acceptsVersion2OfAPut() {
        version2(
                "2007-03-27T21:15:45Z",
                FakeRequest.builder("PUT", "/photos/puppy.jpg")
                        .header("Host", "awsexamplebucket1.s3.us-west-1.amazonaws.com")
                        .header("Content-Type", "image/jpeg")
                        .header("Date", "Tue, 27 Mar 2007 21:15:45 +0000")
                        .header(
                                "Authorization",
                                "AWS AKIAIOSFODNN7EXAMPLE:iqRzw+ileNPu1fhspnRs8nOjjIA="));
    }

    @Test
    void acceptsVersion2WithAnAmzDateInPlaceOfTheDate() {
        version2(
                "2007-03-27T21:20:26Z",
                FakeRequest.builder("DELETE", "/awsexamplebucket1/photos/puppy.jpg")
                        .header("Host", "s3.us-west-1.amazonaws.com")
                        .header("Date", "Tue, 27 Mar 2007 21:20:27 +0000")
                        .header("x-amz-date", "Tue, 27 Mar 2007 21:20:26 +0000")
                        .header(
                                "Authorization",
                                "AWS AKIAIOSFODNN7EXAMPLE:Ri1hpB1zpS9pGqR7y8kuNFCl4sE="));
    }

    @ParameterizedTest
    @CsvSource({
        "/, 01:29:59, qGdzdERIC03wnaRNKh6OqZehG9s=",
        "/dictionary/fran%C3%A7ais/pr%c3%a9f%c3%a8re, 01:49:49, DNEZGsoieTZ92F3bUfSPQcbGmlM="
    })
    void acceptsVersion2OfAPathAsItWasSent(String path, String time, String signature) {
        version2(
                "2007-03-28T01:40:00Z",
                FakeRequest.builder("GET", path)
                        .header("Host", "s3.us-west-1.amazonaws.com")
                        .header("Date", "Wed, 28 Mar 2007 " + time + " +0000")
                        .header("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:" + signature));
    }
}
