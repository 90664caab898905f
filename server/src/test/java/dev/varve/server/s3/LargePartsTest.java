package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.store.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Parts with the limits of S3.
final class LargePartsTest {
    private static final int SMALLEST = 5 << 20;

    @RegisterExtension static final S3Kit KIT = new S3Kit(Limits.DEFAULT);

    private static FakeCall completion(String id, int firstBytes) {
        String first = KIT.part("k", id, 1, "x".repeat(firstBytes)).header("etag");
        String last = KIT.part("k", id, 2, "y").header("etag");
        return KIT.call("k")
                .query("uploadId=" + id)
                .body(
                        "<CompleteMultipartUpload>"
                                + S3Kit.partXml(1, first)
                                + S3Kit.partXml(2, last)
                                + "</CompleteMultipartUpload>");
    }

    @Test
    void refusesPartsUnderFiveMebibytesButTheLast() {
        String id = KIT.call("k").send(new CreateMultipartUpload()).element("UploadId");

        completion(id, SMALLEST - 1)
                .fails(new CompleteMultipartUpload(), ErrorCode.ENTITY_TOO_SMALL);
        completion(id, SMALLEST).send(new CompleteMultipartUpload());

        FakeCall.Answer head = KIT.call("k").header("range", "bytes=-2").send(new GetObject());
        assertThat(head.text()).isEqualTo("xy");
        assertThat(head.header("content-range")).isEqualTo("bytes 5242879-5242880/5242881");
    }
}
