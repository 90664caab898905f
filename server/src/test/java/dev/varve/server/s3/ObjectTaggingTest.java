package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.FakeCall.Answer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectTaggingTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static String tag(String key, String value) {
        return "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
    }

    private static FakeCall tagging(String tags) {
        return KIT.call("k").body("<Tagging><TagSet>" + tags + "</TagSet></Tagging>");
    }

    private static String tags() {
        return KIT.call("k").send(new GetObjectTagging()).text();
    }

    @Test
    void putsGetsAndDeletesTags() {
        KIT.put("k", "x");
        assertThat(tags()).contains("<TagSet></TagSet>");

        Answer put = tagging(tag("a", "1") + tag("b&amp;", "")).send(new PutObjectTagging());
        assertThat(put.status()).isEqualTo(200);
        assertThat(tags()).contains(tag("a", "1") + tag("b&amp;", ""));
        assertThat(KIT.get("k").header("x-amz-tagging-count")).isEqualTo("2");

        assertThat(KIT.call("k").send(new DeleteObjectTagging()).status()).isEqualTo(204);
        assertThat(tags()).contains("<TagSet></TagSet>");
        assertThat(KIT.get("k").headers().has("x-amz-tagging-count")).isFalse();
        assertThat(KIT.get("k").text()).isEqualTo("x");
    }

    @Test
    void limitsNumberAndLengthOfTags() {
        KIT.put("k", "x");
        String ten =
                IntStream.range(0, 10)
                        .mapToObj(i -> tag("k" + i, "v"))
                        .collect(Collectors.joining());

        tagging(ten).send(new PutObjectTagging());
        tagging(tag("\ud83d\ude00".repeat(128), "v".repeat(256))).send(new PutObjectTagging());
        tagging(ten + tag("k10", "v")).fails(new PutObjectTagging(), ErrorCode.INVALID_TAG);
        tagging(tag("k".repeat(129), "v")).fails(new PutObjectTagging(), ErrorCode.INVALID_TAG);
        tagging(tag("k", "v".repeat(257))).fails(new PutObjectTagging(), ErrorCode.INVALID_TAG);
        tagging(tag("", "v")).fails(new PutObjectTagging(), ErrorCode.INVALID_TAG);
        tagging(tag("k", "1") + tag("k", "2")).fails(new PutObjectTagging(), ErrorCode.INVALID_TAG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Tagging/>",
                "<Other><TagSet/></Other>",
                "<Tagging><TagSet><Other/></TagSet></Tagging>",
                "<Tagging><TagSet><Tag><Key>k</Key></Tag></TagSet></Tagging>",
                "<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>",
                "tags"
            })
    void refusesOtherDocuments(String xml) {
        KIT.put("k", "x");

        KIT.call("k").body(xml).fails(new PutObjectTagging(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void tagsVersionsOnTheirOwn() {
        KIT.versioning(Versioning.ENABLED);
        String old = KIT.put("k", "1").header("x-amz-version-id");
        String current = KIT.put("k", "2").header("x-amz-version-id");

        Answer put = tagging(tag("a", "1")).version(old).send(new PutObjectTagging());

        assertThat(put.header("x-amz-version-id")).isEqualTo(old);
        assertThat(tags()).contains("<TagSet></TagSet>");
        Answer got = KIT.call("k").version(old).send(new GetObjectTagging());
        assertThat(got.text()).contains(tag("a", "1"));
        assertThat(got.header("x-amz-version-id")).isEqualTo(old);
        assertThat(KIT.call("k").send(new GetObjectTagging()).header("x-amz-version-id"))
                .isEqualTo(current);
    }

    @Test
    void knowsNoTagsOfWhatIsNotThere() {
        KIT.call("k").fails(new GetObjectTagging(), ErrorCode.NO_SUCH_KEY);
        tagging("").fails(new PutObjectTagging(), ErrorCode.NO_SUCH_KEY);
        KIT.call("k").fails(new DeleteObjectTagging(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void knowsNoTagsOfDeleteMarkers() {
        KIT.versioning(Versioning.ENABLED);
        KIT.put("k", "x");
        String marker = KIT.call("k").send(new DeleteObject()).header("x-amz-version-id");

        Failed current = tagging("").fail(new PutObjectTagging());
        assertThat(current.code()).isEqualTo(ErrorCode.NO_SUCH_KEY);
        assertThat(current.headers().get("x-amz-delete-marker", "")).isEqualTo("true");
        KIT.call("k").fails(new GetObjectTagging(), ErrorCode.NO_SUCH_KEY);
        KIT.call("k").version(marker).fails(new GetObjectTagging(), ErrorCode.METHOD_NOT_ALLOWED);
        tagging("").version(marker).fails(new PutObjectTagging(), ErrorCode.METHOD_NOT_ALLOWED);
    }
}
