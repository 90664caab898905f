package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.FakeCall.Answer;
import dev.varve.server.surface.HttpDates;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GetObjectTest {
    private static final String TEN = "0123456789";

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static Answer range(String range) {
        return KIT.call("k").header("range", range).send(new GetObject());
    }

    @Test
    void answersWhatWasPut() {
        KIT.put("k", TEN);

        Answer answer = KIT.get("k");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(TEN);
        assertThat(answer.header("etag")).isEqualTo('"' + S3Kit.md5Hex(TEN) + '"');
        assertThat(answer.header("accept-ranges")).isEqualTo("bytes");
        assertThat(answer.header("last-modified"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(answer.headers().has("x-amz-version-id")).isFalse();
        assertThat(answer.headers().has("x-amz-mp-parts-count")).isFalse();
    }

    @Test
    void answersHeadWithLengthAndNoBytes() {
        KIT.put("k", TEN);

        HttpResponse answer = new HeadObject().handle(KIT.call("k").call());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.content().length()).isEqualTo(10);
        assertThat(KIT.call("k").send(new HeadObject()).text()).isEmpty();
        assertThat(answer.headers().get("etag", "")).isEqualTo(KIT.get("k").header("etag"));
    }

    @Test
    void streamsObjectsOfManyBuffers() throws Exception {
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        KIT.call("k").body(large).send(new PutObject());

        HttpResponse answer = new GetObject().handle(KIT.call("k").call());
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (HttpResponse.Content content = answer.content()) {
            content.writeTo(out);
        }

        assertThat(out.toByteArray()).isEqualTo(large);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3,0123,bytes 0-3/10",
        "bytes=4-,456789,bytes 4-9/10",
        "bytes=-3,789,bytes 7-9/10",
        "bytes=-100,0123456789,bytes 0-9/10",
        "bytes=0-0,0,bytes 0-0/10",
        "bytes=9-99999999999999999999999,9,bytes 9-9/10",
        "bytes = 1 - 2,12,bytes 1-2/10"
    })
    void answersRanges(String range, String text, String told) {
        KIT.put("k", TEN);

        assertThat(range(range).status()).isEqualTo(206);
        assertThat(range(range).text()).isEqualTo(text);
        assertThat(range(range).header("content-range")).isEqualTo(told);
        Answer head = KIT.call("k").header("range", range).send(new HeadObject());
        assertThat(head.status()).isEqualTo(206);
        assertThat(head.header("content-range")).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
    void refusesRangesOutside(String range) {
        KIT.put("k", TEN);

        Failed failed = KIT.call("k").header("range", range).fail(new GetObject());

        assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_RANGE);
        assertThat(failed.headers().get("content-range", "")).isEqualTo("bytes */10");
        assertThat(failed.details()).containsEntry("ActualObjectSize", "10");
        KIT.call("k").header("range", range).fails(new HeadObject(), ErrorCode.INVALID_RANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=3-1",
                "bytes=a-b",
                "lines=0-1",
                "0-1",
                "bytes=0-1,3-4"
            })
    void sendsAllForNonsense(String range) {
        KIT.put("k", TEN);

        assertThat(range(range).status()).isEqualTo(200);
        assertThat(range(range).text()).isEqualTo(TEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-0", "bytes=-1", "bytes=0-"})
    void refusesRangeOfEmptyObject(String range) {
        KIT.put("k", "");

        KIT.call("k").header("range", range).fails(new GetObject(), ErrorCode.INVALID_RANGE);
    }

    @Test
    void sendsAllWhenIfRangeIsStale() {
        String old = KIT.put("k", "old").header("etag");
        String etag = KIT.put("k", TEN).header("etag");
        String modified = KIT.get("k").header("last-modified");

        assertThat(ifRange(etag).status()).isEqualTo(206);
        assertThat(ifRange(etag).text()).isEqualTo("23");
        assertThat(ifRange(modified).text()).isEqualTo("23");
        assertThat(ifRange(old).status()).isEqualTo(200);
        assertThat(ifRange(old).text()).isEqualTo(TEN);
        assertThat(ifRange("W/" + etag).text()).isEqualTo(TEN);
        assertThat(ifRange("Mon, 01 Jan 2001 00:00:00 GMT").text()).isEqualTo(TEN);
        assertThat(ifRange("nonsense").text()).isEqualTo(TEN);
        KIT.call("none")
                .header("range", "bytes=0-1")
                .header("if-range", etag)
                .fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    private static Answer ifRange(String value) {
        return KIT.call("k")
                .header("range", "bytes=2-3")
                .header("if-range", value)
                .send(new GetObject());
    }

    @Test
    void answersNotModifiedWithETag() {
        String etag = KIT.put("k", TEN).header("etag");

        for (String value :
                List.of(etag, S3Kit.md5Hex(TEN), "*", "\"x\", W/" + etag, "x," + etag)) {
            Answer answer = KIT.call("k").header("if-none-match", value).send(new GetObject());
            assertThat(answer.status()).as(value).isEqualTo(304);
            assertThat(answer.header("etag")).isEqualTo(etag);
            assertThat(answer.text()).isEmpty();
        }
        assertThat(KIT.call("k").header("if-none-match", "\"x\"").send(new GetObject()).status())
                .isEqualTo(200);
    }

    @Test
    void comparesDatesByWholeSeconds() {
        KIT.put("k", TEN);
        String modified = KIT.get("k").header("last-modified");
        Instant instant = HttpDates.parse(modified).orElseThrow();
        String before = HttpDates.text(instant.minusSeconds(1));

        assertThat(since(modified).status()).isEqualTo(304);
        assertThat(since(before).status()).isEqualTo(200);
        assertThat(since("garbage").status()).isEqualTo(200);
        assertThat(unmodifiedSince(modified).send(new GetObject()).status()).isEqualTo(200);
        assertThat(unmodifiedSince("garbage").send(new GetObject()).status()).isEqualTo(200);
        unmodifiedSince(before).fails(new GetObject(), ErrorCode.PRECONDITION_FAILED);
        unmodifiedSince(before).fails(new HeadObject(), ErrorCode.PRECONDITION_FAILED);
    }

    private static Answer since(String date) {
        return KIT.call("k").header("if-modified-since", date).send(new GetObject());
    }

    private static FakeCall unmodifiedSince(String date) {
        return KIT.call("k").header("if-unmodified-since", date);
    }

    @Test
    void letsTagsBeatDates() {
        String etag = KIT.put("k", TEN).header("etag");
        String past = "Mon, 01 Jan 2001 00:00:00 GMT";
        String future = "Fri, 01 Jan 2100 00:00:00 GMT";

        assertThat(unmodifiedSince(past).header("if-match", etag).send(new GetObject()).status())
                .isEqualTo(200);
        assertThat(
                        KIT.call("k")
                                .header("if-none-match", "\"x\"")
                                .header("if-modified-since", future)
                                .send(new GetObject())
                                .status())
                .isEqualTo(200);
        unmodifiedSince(future)
                .header("if-match", "\"x\"")
                .fails(new GetObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k")
                .header("if-match", "W/" + etag)
                .fails(new GetObject(), ErrorCode.PRECONDITION_FAILED);
    }

    @Test
    void overridesHeadersForThoseWhoSigned() {
        KIT.put("k", TEN);
        FakeCall call =
                KIT.call("k")
                        .query("response-content-type=text%2Fplain")
                        .query("response-content-language=de")
                        .query("response-expires=never")
                        .query("response-cache-control=no-cache")
                        .query("response-content-disposition=attachment%3B%20filename%3D%22a%22")
                        .query("response-content-encoding=identity");

        Answer answer = call.send(new GetObject());

        assertThat(answer.header("content-type")).isEqualTo("text/plain");
        assertThat(answer.header("content-language")).isEqualTo("de");
        assertThat(answer.header("expires")).isEqualTo("never");
        assertThat(answer.header("cache-control")).isEqualTo("no-cache");
        assertThat(answer.header("content-disposition")).isEqualTo("attachment; filename=\"a\"");
        assertThat(answer.header("content-encoding")).isEqualTo("identity");
        call.by(Principal.ANONYMOUS).fails(new GetObject(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void refusesOverridesThatWouldSplitTheAnswer() {
        KIT.put("k", TEN);

        KIT.call("k")
                .query("response-content-type=a%0d%0aSet-Cookie:%20x=y")
                .fails(new GetObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void readsPartsByNumber() {
        String etag = KIT.multipart("k", List.of("first", "second")).element("ETag");

        Answer second = part(2).send(new GetObject());

        assertThat(second.status()).isEqualTo(206);
        assertThat(second.text()).isEqualTo("second");
        assertThat(second.header("content-range")).isEqualTo("bytes 5-10/11");
        assertThat(second.header("x-amz-mp-parts-count")).isEqualTo("2");
        assertThat(second.header("etag")).isEqualTo(etag);
        assertThat(part(1).send(new HeadObject()).header("x-amz-mp-parts-count")).isEqualTo("2");
        part(3).fails(new GetObject(), ErrorCode.INVALID_PART_NUMBER);
        part(3).fails(new HeadObject(), ErrorCode.INVALID_PART_NUMBER);
        part(0).fails(new GetObject(), ErrorCode.INVALID_ARGUMENT);
        part(10_001).fails(new GetObject(), ErrorCode.INVALID_ARGUMENT);
        part(1).header("range", "bytes=0-1").fails(new GetObject(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void readsObjectPutWholeAsItsOwnPart() {
        KIT.put("k", TEN);
        KIT.put("empty", "");

        assertThat(part(1).send(new GetObject()).text()).isEqualTo(TEN);
        assertThat(part(1).send(new GetObject()).headers().has("x-amz-mp-parts-count")).isFalse();
        assertThat(
                        part(1).header("x-amz-checksum-mode", "ENABLED")
                                .send(new GetObject())
                                .header("x-amz-checksum-crc64nvme"))
                .isNotEmpty();
        part(2).fails(new GetObject(), ErrorCode.INVALID_PART_NUMBER);
        assertThat(KIT.call("empty").query("partNumber=1").send(new GetObject()).status())
                .isEqualTo(200);
    }

    private static FakeCall part(int number) {
        return KIT.call("k").query("partNumber=" + number);
    }

    @Test
    void tellsOfDeleteMarkers() {
        KIT.versioning(Versioning.ENABLED);
        String version = KIT.put("k", TEN).header("x-amz-version-id");
        String marker = KIT.call("k").send(new DeleteObject()).header("x-amz-version-id");

        Failed current = KIT.call("k").fail(new GetObject());
        assertThat(current.code()).isEqualTo(ErrorCode.NO_SUCH_KEY);
        assertThat(current.headers().get("x-amz-delete-marker", "")).isEqualTo("true");
        assertThat(current.headers().get("x-amz-version-id", "")).isEqualTo(marker);

        Failed named = KIT.call("k").version(marker).fail(new HeadObject());
        assertThat(named.code()).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(named.headers().get("allow", "")).isEqualTo("DELETE");
        assertThat(named.headers().get("x-amz-delete-marker", "")).isEqualTo("true");

        Answer old = KIT.call("k").version(version).send(new GetObject());
        assertThat(old.text()).isEqualTo(TEN);
        assertThat(old.header("x-amz-version-id")).isEqualTo(version);
    }

    @Test
    void knowsTheNullVersion() {
        KIT.put("k", "before");
        KIT.versioning(Versioning.ENABLED);
        KIT.put("k", "after");

        Answer answer = KIT.call("k").version("null").send(new GetObject());

        assertThat(answer.text()).isEqualTo("before");
        assertThat(answer.header("x-amz-version-id")).isEqualTo("null");
    }

    @Test
    void tellsMalformedVersionsFromMissingOnes() {
        KIT.versioning(Versioning.ENABLED);
        String version = KIT.put("k", TEN).header("x-amz-version-id");
        KIT.call("k").version(version).send(new DeleteObject());

        KIT.call("k").version("nonsense").fails(new GetObject(), ErrorCode.INVALID_ARGUMENT);
        KIT.call("k").query("versionId=").fails(new GetObject(), ErrorCode.INVALID_ARGUMENT);
        KIT.call("k").version(version).fails(new GetObject(), ErrorCode.NO_SUCH_VERSION);
        KIT.call("k").version("null").fails(new GetObject(), ErrorCode.NO_SUCH_VERSION);
    }

    @Test
    void refusesKeysOfTheClientToDecryptWith() {
        KIT.put("k", TEN);

        KIT.call("k")
                .header("x-amz-server-side-encryption-customer-algorithm", "AES256")
                .fails(new GetObject(), ErrorCode.NOT_IMPLEMENTED);
    }

    @Test
    void namesTheKeyThatIsNotThere() {
        Failed failed = KIT.call("none").fail(new GetObject());

        assertThat(failed.code()).isEqualTo(ErrorCode.NO_SUCH_KEY);
        assertThat(failed.details()).containsEntry("Key", "none");
        assertThat(failed.headers().has("x-amz-delete-marker")).isFalse();
    }
}
