package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DeleteObjectTest {
    private static final String LONG_AGO = "Mon, 01 Jan 2001 00:00:00 GMT";

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    @Test
    void deletesAndAnswersAlikeWhenNothingIsThere() {
        KIT.put("k", "x");

        for (int i = 0; i < 2; i++) {
            Answer answer = KIT.call("k").send(new DeleteObject());
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers().has("x-amz-delete-marker")).isFalse();
            assertThat(answer.headers().has("x-amz-version-id")).isFalse();
        }
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void placesMarkerWhereVersionsAreKept() {
        KIT.versioning(Versioning.ENABLED);
        String version = KIT.put("k", "x").header("x-amz-version-id");

        Answer placed = KIT.call("k").send(new DeleteObject());
        assertThat(placed.header("x-amz-delete-marker")).isEqualTo("true");
        String marker = placed.header("x-amz-version-id");
        assertThat(marker).isNotEmpty().isNotEqualTo(version);

        Answer removed = KIT.call("k").version(marker).send(new DeleteObject());
        assertThat(removed.header("x-amz-delete-marker")).isEqualTo("true");
        assertThat(removed.header("x-amz-version-id")).isEqualTo(marker);
        assertThat(KIT.get("k").text()).isEqualTo("x");
    }

    @Test
    void deletesOneVersion() {
        KIT.versioning(Versioning.ENABLED);
        String first = KIT.put("k", "1").header("x-amz-version-id");
        String second = KIT.put("k", "2").header("x-amz-version-id");

        Answer answer = KIT.call("k").version(second).send(new DeleteObject());

        assertThat(answer.header("x-amz-version-id")).isEqualTo(second);
        assertThat(answer.headers().has("x-amz-delete-marker")).isFalse();
        assertThat(KIT.get("k").header("x-amz-version-id")).isEqualTo(first);
        assertThat(KIT.call("k").version(second).send(new DeleteObject()).status()).isEqualTo(204);
        KIT.call("k").version("x").fails(new DeleteObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void replacesNullVersionByMarkerWhileSuspended() {
        KIT.put("k", "x");
        KIT.versioning(Versioning.ENABLED);
        KIT.versioning(Versioning.SUSPENDED);

        Answer answer = KIT.call("k").send(new DeleteObject());

        assertThat(answer.header("x-amz-delete-marker")).isEqualTo("true");
        assertThat(answer.header("x-amz-version-id")).isEqualTo("null");
        KIT.call("k").version("null").fails(new GetObject(), ErrorCode.METHOD_NOT_ALLOWED);
    }

    @Test
    void deletesOnlyWhatMatches() {
        String etag = KIT.put("k", "x").header("etag");
        String modified = KIT.get("k").header("last-modified");

        KIT.call("k")
                .header("if-match", "\"y\"")
                .fails(new DeleteObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k")
                .header("x-amz-if-match-size", "2")
                .fails(new DeleteObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k")
                .header("x-amz-if-match-last-modified-time", LONG_AGO)
                .fails(new DeleteObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k")
                .header("x-amz-if-match-size", "two")
                .fails(new DeleteObject(), ErrorCode.INVALID_ARGUMENT);
        assertThat(KIT.get("k").text()).isEqualTo("x");
        KIT.call("k")
                .header("if-match", etag)
                .header("x-amz-if-match-size", "1")
                .header("x-amz-if-match-last-modified-time", modified)
                .send(new DeleteObject());
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void hasNothingToDoWhereConditionsFindNothing() {
        assertThat(KIT.call("none").header("if-match", "*").send(new DeleteObject()).status())
                .isEqualTo(204);
        assertThat(
                        KIT.call("none")
                                .header("x-amz-if-match-size", "1")
                                .send(new DeleteObject())
                                .status())
                .isEqualTo(204);
    }

    @Test
    void deletesOnlyVersionThatMatches() {
        KIT.versioning(Versioning.ENABLED);
        Answer put = KIT.put("k", "x");
        String version = put.header("x-amz-version-id");
        KIT.put("k", "newer");

        KIT.call("k")
                .version(version)
                .header("if-match", "\"y\"")
                .fails(new DeleteObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k")
                .version(version)
                .header("if-match", put.header("etag"))
                .send(new DeleteObject());
        KIT.call("k").version(version).fails(new GetObject(), ErrorCode.NO_SUCH_VERSION);
    }
}
