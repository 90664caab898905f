package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadPartCopyTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static String create() {
        return KIT.call("k").send(new CreateMultipartUpload()).element("UploadId");
    }

    private static FakeCall copy(String id, String source) {
        return KIT.call("k")
                .query("uploadId=" + id)
                .query("partNumber=1")
                .header("x-amz-copy-source", KIT.bucket() + "/" + source);
    }

    private static void complete(String id, String etag) {
        KIT.call("k")
                .query("uploadId=" + id)
                .body(
                        "<CompleteMultipartUpload>"
                                + S3Kit.partXml(1, etag)
                                + "</CompleteMultipartUpload>")
                .send(new CompleteMultipartUpload());
    }

    @Test
    void makesPartOfWholeObject() {
        KIT.put("source", "0123456789");
        String id = create();

        Answer answer = copy(id, "source").send(new UploadPartCopy());

        assertThat(answer.text()).contains("<CopyPartResult xmlns=");
        assertThat(answer.element("ETag")).isEqualTo('"' + S3Kit.md5Hex("0123456789") + '"');
        assertThat(answer.element("LastModified")).endsWith(".000Z");
        assertThat(answer.headers().has("x-amz-copy-source-version-id")).isFalse();
        complete(id, answer.element("ETag"));
        assertThat(KIT.get("k").text()).isEqualTo("0123456789");
    }

    @Test
    void makesPartOfRange() {
        KIT.put("source", "0123456789");
        String id = create();

        Answer answer =
                copy(id, "source")
                        .header("x-amz-copy-source-range", "bytes=2-4")
                        .send(new UploadPartCopy());

        assertThat(answer.element("ETag")).isEqualTo('"' + S3Kit.md5Hex("234") + '"');
        complete(id, answer.element("ETag"));
        assertThat(KIT.get("k").text()).isEqualTo("234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0-2",
                "bytes=0",
                "bytes=hello-world",
                "bytes=0-bar",
                "bytes=hello-",
                "bytes=0-2,3-5",
                "bytes=3-2",
                "bytes=-3",
                ""
            })
    void refusesMalformedRanges(String range) {
        KIT.put("source", "0123456789");

        copy(create(), "source")
                .header("x-amz-copy-source-range", range)
                .fails(new UploadPartCopy(), ErrorCode.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-10", "bytes=10-11", "bytes=0-99999999999999999999"})
    void refusesRangesBeyondTheSource(String range) {
        KIT.put("source", "0123456789");

        copy(create(), "source")
                .header("x-amz-copy-source-range", range)
                .fails(new UploadPartCopy(), ErrorCode.INVALID_RANGE);
    }

    @Test
    void copiesNamedVersion() {
        KIT.versioning(Versioning.ENABLED);
        String old = KIT.put("source", "old").header("x-amz-version-id");
        KIT.put("source", "new");
        String id = create();

        Answer answer = copy(id, "source?versionId=" + old).send(new UploadPartCopy());

        assertThat(answer.header("x-amz-copy-source-version-id")).isEqualTo(old);
        assertThat(answer.element("ETag")).isEqualTo('"' + S3Kit.md5Hex("old") + '"');
    }

    @Test
    void keepsConditionsOnTheSource() {
        String etag = KIT.put("source", "x").header("etag");
        String id = create();

        copy(id, "source")
                .header("x-amz-copy-source-if-match", "\"y\"")
                .fails(new UploadPartCopy(), ErrorCode.PRECONDITION_FAILED);
        copy(id, "source")
                .header("x-amz-copy-source-if-none-match", etag)
                .fails(new UploadPartCopy(), ErrorCode.PRECONDITION_FAILED);
        copy(id, "source").header("x-amz-copy-source-if-match", etag).send(new UploadPartCopy());
    }

    @Test
    void tellsWhatIsMissingOrForbidden() {
        KIT.put("source", "x");
        String id = create();

        copy(id, "none").fails(new UploadPartCopy(), ErrorCode.NO_SUCH_KEY);
        copy("nonsense", "source").fails(new UploadPartCopy(), ErrorCode.NO_SUCH_UPLOAD);
        copy(id, "").fails(new UploadPartCopy(), ErrorCode.INVALID_ARGUMENT);
        copy(id, "source").by(S3Kit.BOB).fails(new UploadPartCopy(), ErrorCode.ACCESS_DENIED);
        copy(id, "source")
                .header("x-amz-copy-source-server-side-encryption-customer-algorithm", "AES256")
                .fails(new UploadPartCopy(), ErrorCode.NOT_IMPLEMENTED);
    }

    @Test
    void takesKeysWithPercentSigns() {
        KIT.put("name%25.txt", "encoded");
        KIT.put("name%.txt", "raw");

        assertThat(copy(create(), "name%2525.txt").send(new UploadPartCopy()).element("ETag"))
                .isEqualTo('"' + S3Kit.md5Hex("encoded") + '"');
        assertThat(copy(create(), "name%25.txt").send(new UploadPartCopy()).element("ETag"))
                .isEqualTo('"' + S3Kit.md5Hex("raw") + '"');
    }
}
