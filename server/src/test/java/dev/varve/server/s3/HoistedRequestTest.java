package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpRequest;
import org.junit.jupiter.api.Test;

class HoistedRequestTest {
    @Test
    void findsHeadersInTheQuery() {
        HttpRequest hoisted =
                HoistedRequest.of(
                        SentRequest.of(
                                        "PUT",
                                        "/b/k?X-Amz-Signature=s&x-amz-meta-a=1&X-Amz-Acl=private&x-amz-tagging=t%3D1")
                                .header("content-type", "text/plain"));
        assertThat(hoisted.headers().first("x-amz-meta-a")).contains("1");
        assertThat(hoisted.headers().first("x-amz-acl")).contains("private");
        assertThat(hoisted.headers().first("x-amz-tagging")).contains("t=1");
        assertThat(hoisted.headers().first("content-type")).contains("text/plain");
        assertThat(hoisted.rawPath()).isEqualTo("/b/k");
        assertThat(hoisted.method()).isEqualTo("PUT");
        assertThat(hoisted.id()).isEqualTo("REQ1");
    }

    @Test
    void leavesWhatBelongsToTheSignature() {
        SentRequest sent =
                SentRequest.of(
                        "GET",
                        "/b/k?X-Amz-Algorithm=a&X-Amz-Credential=c&X-Amz-Date=d&X-Amz-Expires=1"
                                + "&X-Amz-SignedHeaders=host&X-Amz-Signature=s&x-id=GetObject");
        assertThat(HoistedRequest.of(sent)).isSameAs(sent);
    }

    @Test
    void leavesChecksumsOfABodyThatWasNotThereYet() {
        SentRequest sent =
                SentRequest.of(
                        "PUT",
                        "/b/k?X-Amz-Signature=s&x-amz-checksum-crc32=AAAAAA%3D%3D"
                                + "&X-Amz-Checksum-Sha256=x&x-amz-sdk-checksum-algorithm=CRC32");
        assertThat(HoistedRequest.of(sent)).isSameAs(sent);
    }

    @Test
    void prefersHeadersThatWereSent() {
        SentRequest sent =
                SentRequest.of("PUT", "/b/k?X-Amz-Signature=s&x-amz-meta-a=query")
                        .header("x-amz-meta-a", "header");
        assertThat(HoistedRequest.of(sent).headers().all("x-amz-meta-a")).containsExactly("header");
    }

    @Test
    void takesNothingFromLinksWhoseSignatureDoesNotCoverIt() {
        for (String signature :
                new String[] {
                    "AWSAccessKeyId=a&Signature=s&Expires=1",
                    "AWSAccessKeyId=a&Signature=s&Expires=1&X-Amz-Signature=s",
                    "x-id=PutObject"
                }) {
            SentRequest sent =
                    SentRequest.of(
                            "DELETE",
                            "/b/k?" + signature + "&x-amz-bypass-governance-retention=true");
            assertThat(HoistedRequest.of(sent)).isSameAs(sent);
        }
    }
}
