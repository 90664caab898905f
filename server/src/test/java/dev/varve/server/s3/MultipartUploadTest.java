package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Uploads in parts. Parts but the last have at least four bytes here.
final class MultipartUploadTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static String create() {
        return KIT.call("k").query("uploads").send(new CreateMultipartUpload()).element("UploadId");
    }

    private static FakeCall complete(String id, String... parts) {
        return KIT.call("k")
                .query("uploadId=" + id)
                .body(
                        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                                + String.join("", parts)
                                + "</CompleteMultipartUpload>");
    }

    private static String upload(String id, int number, String text) {
        return S3Kit.partXml(number, KIT.part("k", id, number, text).header("etag"));
    }

    @Test
    void makesOneObjectOfParts() {
        Answer created = KIT.call("k").query("uploads").send(new CreateMultipartUpload());
        assertThat(created.text()).contains("<InitiateMultipartUploadResult xmlns=");
        assertThat(created.element("Bucket")).isEqualTo(KIT.bucket());
        assertThat(created.element("Key")).isEqualTo("k");
        String id = created.element("UploadId");
        Answer part = KIT.part("k", id, 1, "first");
        assertThat(part.header("etag")).isEqualTo('"' + S3Kit.md5Hex("first") + '"');

        Answer done =
                complete(id, S3Kit.partXml(1, part.header("etag")), upload(id, 2, "second"))
                        .send(new CompleteMultipartUpload());

        assertThat(done.text())
                .contains("<CompleteMultipartUploadResult xmlns=")
                .contains("<ETag>&quot;");
        assertThat(done.element("Location"))
                .isEqualTo("http://localhost:9000/" + KIT.bucket() + "/k");
        assertThat(done.element("ETag")).matches("\"[0-9a-f]{32}-2\"");
        assertThat(KIT.get("k").text()).isEqualTo("firstsecond");
        assertThat(KIT.get("k").header("etag")).isEqualTo(done.element("ETag"));
    }

    @Test
    void acceptsETagsWithoutQuotesAndGapsInNumbers() {
        String id = create();
        String five =
                S3Kit.partXml(5, KIT.part("k", id, 5, "five.").header("etag").replace("\"", ""));
        upload(id, 7, "left out");

        complete(id, five, upload(id, 10_000, "last")).send(new CompleteMultipartUpload());

        assertThat(KIT.get("k").text()).isEqualTo("five.last");
    }

    @Test
    void replacesPartsThatArePutAgain() {
        String id = create();
        String before = upload(id, 1, "before");
        String after = upload(id, 1, "after");

        complete(id, before).fails(new CompleteMultipartUpload(), ErrorCode.INVALID_PART);
        complete(id, after).send(new CompleteMultipartUpload());
        assertThat(KIT.get("k").text()).isEqualTo("after");
    }

    @Test
    void keepsWhatWasSaidAtTheStart() {
        String id =
                KIT.call("k")
                        .header("content-type", "text/plain")
                        .header("x-amz-meta-a", "b")
                        .header("x-amz-tagging", "c=d")
                        .send(new CreateMultipartUpload())
                        .element("UploadId");
        complete(id, upload(id, 1, "x")).send(new CompleteMultipartUpload());

        Answer got = KIT.get("k");
        assertThat(got.header("content-type")).isEqualTo("text/plain");
        assertThat(got.header("x-amz-meta-a")).isEqualTo("b");
        assertThat(got.header("x-amz-tagging-count")).isEqualTo("1");
    }

    @Test
    void answersTheSameWhenCompletedTwice() {
        KIT.versioning(Versioning.ENABLED);
        String id = create();
        String part = upload(id, 1, "x");

        Answer first = complete(id, part).send(new CompleteMultipartUpload());
        Answer second = complete(id, part).send(new CompleteMultipartUpload());

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("x-amz-version-id"))
                .isNotEmpty()
                .isEqualTo(first.header("x-amz-version-id"));
        KIT.call("k").query("uploadId=" + id).fails(new ListParts(), ErrorCode.NO_SUCH_UPLOAD);
    }

    @Test
    void refusesPartsThatAreMissingOutOfOrderOrTooSmall() {
        String id = create();
        String one = upload(id, 1, "one");
        String two = upload(id, 2, "two.");
        String three = upload(id, 3, "3");

        complete(id, two, S3Kit.partXml(9, "x"))
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_PART);
        complete(id, S3Kit.partXml(2, "f".repeat(32)))
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_PART);
        complete(id, three, two).fails(new CompleteMultipartUpload(), ErrorCode.INVALID_PART_ORDER);
        complete(id, two, two).fails(new CompleteMultipartUpload(), ErrorCode.INVALID_PART_ORDER);
        complete(id, one, two).fails(new CompleteMultipartUpload(), ErrorCode.ENTITY_TOO_SMALL);
        complete(id, S3Kit.partXml(0, "x"))
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_ARGUMENT);
        complete(id, S3Kit.partXml(10_001, "x"))
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_ARGUMENT);
        complete(id, two, three).send(new CompleteMultipartUpload());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<Part/>",
                "<Part><PartNumber>1</PartNumber></Part>",
                "<Part><PartNumber>one</PartNumber><ETag>x</ETag></Part>",
                "<Part>"
            })
    void refusesMalformedCompletions(String parts) {
        complete(create(), parts).fails(new CompleteMultipartUpload(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void limitsNumberOfPartsInCompletion() {
        complete(create(), S3Kit.partXml(1, "x").repeat(10_001))
                .fails(new CompleteMultipartUpload(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void knowsNoOtherUploads() {
        String id = create();

        for (String other : List.of("nonsense", "", id.substring(1))) {
            complete(other, S3Kit.partXml(1, "x"))
                    .fails(new CompleteMultipartUpload(), ErrorCode.NO_SUCH_UPLOAD);
            KIT.call("k")
                    .query("uploadId=" + other)
                    .query("partNumber=1")
                    .body("x")
                    .fails(new UploadPart(), ErrorCode.NO_SUCH_UPLOAD);
            KIT.call("k")
                    .query("uploadId=" + other)
                    .fails(new AbortMultipartUpload(), ErrorCode.NO_SUCH_UPLOAD);
        }
        KIT.call("other")
                .query("uploadId=" + id)
                .query("partNumber=1")
                .body("x")
                .fails(new UploadPart(), ErrorCode.NO_SUCH_UPLOAD);
        KIT.call("other")
                .query("uploadId=" + id)
                .fails(new AbortMultipartUpload(), ErrorCode.NO_SUCH_UPLOAD);
        KIT.call("other").query("uploadId=" + id).fails(new ListParts(), ErrorCode.NO_SUCH_UPLOAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "one", ""})
    void refusesPartNumbersOutside(String number) {
        KIT.call("k")
                .query("uploadId=" + create())
                .query("partNumber=" + number)
                .body("x")
                .fails(new UploadPart(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void abortsUploads() {
        String id = create();
        upload(id, 1, "x");

        assertThat(KIT.call("k").query("uploadId=" + id).send(new AbortMultipartUpload()).status())
                .isEqualTo(204);
        KIT.call("k")
                .query("uploadId=" + id)
                .fails(new AbortMultipartUpload(), ErrorCode.NO_SUCH_UPLOAD);
        KIT.call("k")
                .query("uploadId=" + id)
                .query("partNumber=1")
                .body("x")
                .fails(new UploadPart(), ErrorCode.NO_SUCH_UPLOAD);
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void keepsConditionsOfCompletion() {
        String etag = KIT.put("k", "there").header("etag");
        String id = create();
        String part = upload(id, 1, "x");

        complete(id, part)
                .header("if-none-match", "*")
                .fails(new CompleteMultipartUpload(), ErrorCode.PRECONDITION_FAILED);
        complete(id, part)
                .header("if-match", "\"y\"")
                .fails(new CompleteMultipartUpload(), ErrorCode.PRECONDITION_FAILED);
        complete(id, part).header("if-match", etag).send(new CompleteMultipartUpload());
        KIT.call("k").send(new DeleteObject());
        String again = create();
        complete(again, upload(again, 1, "x"))
                .header("if-match", "*")
                .fails(new CompleteMultipartUpload(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void checksTheSizeThatTheClientExpects() {
        String id = create();
        String one = upload(id, 1, "four");
        String two = upload(id, 2, "x");

        complete(id, one, two)
                .header("x-amz-mp-object-size", "6")
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_REQUEST);
        complete(id, one, two)
                .header("x-amz-mp-object-size", "5")
                .send(new CompleteMultipartUpload());
    }

    @Test
    void listsPartsPageByPage() {
        String id =
                KIT.call("k")
                        .header("x-amz-storage-class", "GLACIER")
                        .send(new CreateMultipartUpload())
                        .element("UploadId");
        upload(id, 1, "one.");
        upload(id, 3, "three");
        upload(id, 5, "five");

        Answer first =
                KIT.call("k").query("uploadId=" + id).query("max-parts=2").send(new ListParts());
        assertThat(first.text()).contains("<ListPartsResult xmlns=");
        assertThat(first.element("IsTruncated")).isEqualTo("true");
        assertThat(first.element("NextPartNumberMarker")).isEqualTo("3");
        assertThat(first.element("MaxParts")).isEqualTo("2");
        assertThat(first.element("StorageClass")).isEqualTo("GLACIER");
        assertThat(first.element("Owner"))
                .contains("<ID>alice</ID><DisplayName>Alice</DisplayName>");
        assertThat(first.element("ETag")).isEqualTo('"' + S3Kit.md5Hex("one.") + '"');
        assertThat(first.element("Size")).isEqualTo("4");
        assertThat(first.element("LastModified")).endsWith(".000Z");

        Answer rest =
                KIT.call("k")
                        .query("uploadId=" + id)
                        .query("part-number-marker=3")
                        .send(new ListParts());
        assertThat(rest.element("PartNumber")).isEqualTo("5");
        assertThat(rest.element("IsTruncated")).isEqualTo("false");
        assertThat(rest.text()).doesNotContain("NextPartNumberMarker");
        Answer none =
                KIT.call("k").query("uploadId=" + id).query("max-parts=0").send(new ListParts());
        assertThat(none.element("IsTruncated")).isEqualTo("false");
        assertThat(none.text()).doesNotContain("<Part>");
        KIT.call("k")
                .query("uploadId=" + id)
                .query("max-parts=-1")
                .fails(new ListParts(), ErrorCode.INVALID_ARGUMENT);
        KIT.call("k")
                .query("uploadId=" + id)
                .query("part-number-marker=x")
                .fails(new ListParts(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void refusesWhatIsNotImplementedAtTheStart() {
        KIT.call("k")
                .header("x-amz-server-side-encryption", "aws:kms")
                .fails(new CreateMultipartUpload(), ErrorCode.NOT_IMPLEMENTED);
        KIT.call("k")
                .header("x-amz-acl", "public-read")
                .fails(new CreateMultipartUpload(), ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
        new FakeCall(KIT.store(), "no-such-bucket", "k")
                .fails(new CreateMultipartUpload(), ErrorCode.NO_SUCH_BUCKET);
    }
}
