package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Share;
import dev.varve.server.s3.FakeCall.Answer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeleteObjectsTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static FakeCall delete(String entries) {
        String xml =
                "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                        + entries
                        + "</Delete>";
        return KIT.call("").query("delete").header("content-md5", S3Kit.md5Base64(xml)).body(xml);
    }

    private static String object(String key, String more) {
        return "<Object><Key>" + key + "</Key>" + more + "</Object>";
    }

    @Test
    void deletesManyAndTellsOfEach() {
        KIT.put("a", "1");
        KIT.put("b&c", "2");

        Answer answer =
                delete(object("a", "") + object("b&amp;c", "") + object("none", ""))
                        .send(new DeleteObjects());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
                .contains("<Deleted><Key>a</Key></Deleted>")
                .contains("<Deleted><Key>b&amp;c</Key></Deleted>")
                .contains("<Deleted><Key>none</Key></Deleted>")
                .doesNotContain("<Error>");
        KIT.call("a").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
        KIT.call("b&c").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void tellsOnlyErrorsWhenQuiet() {
        KIT.put("a", "1");

        Answer answer =
                delete(
                                "<Quiet>true</Quiet>"
                                        + object("a", "")
                                        + object("b", "<VersionId>x</VersionId>"))
                        .send(new DeleteObjects());

        assertThat(answer.text()).doesNotContain("<Deleted>");
        assertThat(answer.element("Code")).isEqualTo("InvalidArgument");
        assertThat(answer.element("Key")).isEqualTo("b");
        assertThat(answer.element("VersionId")).isEqualTo("x");
        KIT.call("a").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void deletesItsShareAloneAndTellsOfItByPlaces() {
        KIT.put("a", "1");
        KIT.put("b", "2");
        String entries = object("a", "") + object("b", "") + object("c", "<ETag>x</ETag>");

        Answer answer = delete(entries).share(Share.parse("06")).send(new DeleteObjects());

        assertThat(answer.text())
                .contains("<Deleted><Place>1</Place></Deleted>")
                .contains("<Place>2</Place>")
                .doesNotContain("<Key>")
                .doesNotContain("<Place>0</Place>");
        assertThat(KIT.get("a").text()).isEqualTo("1");
        KIT.call("b").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void looksAtTheRequestWhereItsShareIsNothing() {
        Answer nothing = delete(object("a", "")).share(Share.NONE).send(new DeleteObjects());
        assertThat(nothing.text()).doesNotContain("<Deleted>");
        delete("<Object/>").share(Share.NONE).fails(new DeleteObjects(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void needsDigestOfTheDocument() {
        String xml = "<Delete>" + object("a", "") + "</Delete>";
        KIT.call("").body(xml).fails(new DeleteObjects(), ErrorCode.INVALID_REQUEST);
        KIT.call("")
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64(xml))
                .body(xml)
                .send(new DeleteObjects());
        KIT.call("")
                .header("content-md5", S3Kit.md5Base64("other"))
                .body(xml)
                .fails(new DeleteObjects(), ErrorCode.BAD_DIGEST);
        KIT.call("")
                .header("content-md5", "nonsense")
                .body(xml)
                .fails(new DeleteObjects(), ErrorCode.INVALID_DIGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<Object/>", "<Object><VersionId>x</VersionId></Object>", "<Object>"})
    void refusesMalformedDocuments(String entries) {
        delete(entries).fails(new DeleteObjects(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void limitsNumberOfKeys() {
        delete(object("k", "").repeat(1000)).send(new DeleteObjects());
        delete(object("k", "").repeat(1001)).fails(new DeleteObjects(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void deletesVersionsAndMarkers() {
        KIT.versioning(Versioning.ENABLED);
        String version = KIT.put("k", "1").header("x-amz-version-id");

        Answer placed = delete(object("k", "")).send(new DeleteObjects());
        assertThat(placed.element("DeleteMarker")).isEqualTo("true");
        String marker = placed.element("DeleteMarkerVersionId");

        Answer removed =
                delete(object("k", "<VersionId>" + marker + "</VersionId>"))
                        .send(new DeleteObjects());
        assertThat(removed.element("VersionId")).isEqualTo(marker);
        assertThat(removed.element("DeleteMarker")).isEqualTo("true");
        assertThat(removed.element("DeleteMarkerVersionId")).isEqualTo(marker);
        assertThat(KIT.get("k").header("x-amz-version-id")).isEqualTo(version);

        Answer gone =
                delete(object("k", "<VersionId>" + version + "</VersionId>"))
                        .send(new DeleteObjects());
        assertThat(gone.text()).doesNotContain("DeleteMarker");
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void deletesOnlyWhatMatches() {
        String etag = KIT.put("k", "1").header("etag");

        for (String condition :
                new String[] {
                    "<ETag>y</ETag>",
                    "<Size>2</Size>",
                    "<LastModifiedTime>Mon, 01 Jan 2001 00:00:00 GMT</LastModifiedTime>",
                    "<LastModifiedTime>2001-01-01T00:00:00Z</LastModifiedTime>"
                }) {
            assertThat(delete(object("k", condition)).send(new DeleteObjects()).element("Code"))
                    .isEqualTo("PreconditionFailed");
        }
        assertThat(delete(object("k", "<Size>x</Size>")).send(new DeleteObjects()).element("Code"))
                .isEqualTo("InvalidArgument");
        assertThat(
                        delete(object("k", "<ETag>" + etag + "</ETag><Size>1</Size>"))
                                .send(new DeleteObjects())
                                .text())
                .contains("<Deleted>");
        assertThat(delete(object("k", "<ETag>y</ETag>")).send(new DeleteObjects()).text())
                .contains("<Deleted>");
    }

    @Test
    void keepsKeysThatAreTooLongApart() {
        KIT.put("k", "1");

        Answer answer =
                delete(object("x".repeat(1025), "") + object("k", "")).send(new DeleteObjects());

        assertThat(answer.element("Code")).isEqualTo("KeyTooLongError");
        assertThat(answer.text()).contains("<Deleted><Key>k</Key></Deleted>");
    }

    @Test
    void deletesNothingOutsideTheScopeOfTheCaller() {
        KIT.put("in/k", "1");
        KIT.put("out/k", "2");
        Principal scoped =
                new Principal("alice", "Alice", false, Optional.of(KIT.bucket() + "/in/"));

        Answer answer =
                delete(object("in/k", "") + object("out/k", ""))
                        .by(scoped)
                        .send(new DeleteObjects());

        assertThat(answer.text()).contains("<Deleted><Key>in/k</Key></Deleted>");
        assertThat(answer.element("Code")).isEqualTo("AccessDenied");
        assertThat(KIT.get("out/k").text()).isEqualTo("2");
    }

    @Test
    void deletesNothingOfOthers() {
        KIT.put("k", "1");

        Answer answer =
                delete(object("k", ""))
                        .header("x-amz-bypass-governance-retention", "true")
                        .by(S3Kit.BOB)
                        .send(new DeleteObjects());

        assertThat(answer.element("Code")).isEqualTo("AccessDenied");
        assertThat(KIT.get("k").text()).isEqualTo("1");
    }
}
