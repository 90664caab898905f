package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectLockTest {
    private static final String LATE = "2140-01-01T00:00:00Z";
    private static final String LATER = "2150-01-01T00:00:00.000Z";

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static FakeCall retain(String mode, String until) {
        return KIT.call("k")
                .body(
                        "<Retention><Mode>"
                                + mode
                                + "</Mode><RetainUntilDate>"
                                + until
                                + "</RetainUntilDate></Retention>");
    }

    private static FakeCall hold(String status) {
        return KIT.call("k").body("<LegalHold><Status>" + status + "</Status></LegalHold>");
    }

    private static FakeCall bypass(FakeCall call) {
        return call.header("x-amz-bypass-governance-retention", "true");
    }

    private static FakeCall locked() {
        return KIT.call("k")
                .header("x-amz-object-lock-mode", "GOVERNANCE")
                .header("x-amz-object-lock-retain-until-date", LATE)
                .header("x-amz-object-lock-legal-hold", "ON")
                .body("x");
    }

    @Test
    void locksWhatIsPutWithHeaders() {
        KIT.lock();
        String version = locked().send(new PutObject()).header("x-amz-version-id");

        Answer head = KIT.call("k").send(new HeadObject());
        assertThat(head.header("x-amz-object-lock-mode")).isEqualTo("GOVERNANCE");
        assertThat(head.header("x-amz-object-lock-retain-until-date")).isEqualTo(LATE);
        assertThat(head.header("x-amz-object-lock-legal-hold")).isEqualTo("ON");
        KIT.call("k").version(version).fails(new DeleteObject(), ErrorCode.ACCESS_DENIED);
        bypass(KIT.call("k").version(version)).fails(new DeleteObject(), ErrorCode.ACCESS_DENIED);
        hold("OFF").send(new PutObjectLegalHold());
        KIT.call("k").version(version).fails(new DeleteObject(), ErrorCode.ACCESS_DENIED);
        assertThat(bypass(KIT.call("k").version(version)).send(new DeleteObject()).status())
                .isEqualTo(204);
    }

    @Test
    void refusesLocksInBucketWithoutLock() {
        locked().fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
        KIT.put("k", "x");
        retain("GOVERNANCE", LATE).fails(new PutObjectRetention(), ErrorCode.INVALID_REQUEST);
        KIT.call("k").fails(new GetObjectRetention(), ErrorCode.INVALID_REQUEST);
        hold("ON").fails(new PutObjectLegalHold(), ErrorCode.INVALID_REQUEST);
        KIT.call("k").fails(new GetObjectLegalHold(), ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "GOVERNANCE,",
        ",2140-01-01T00:00:00Z",
        "governance,2140-01-01T00:00:00Z",
        "GOVERNANCE,2001-01-01T00:00:00Z",
        "GOVERNANCE,tomorrow"
    })
    void refusesHalfOrWrongRetention(String mode, String until) {
        KIT.lock();
        FakeCall call = KIT.call("k").body("x");
        if (mode != null) {
            call.header("x-amz-object-lock-mode", mode);
        }
        if (until != null) {
            call.header("x-amz-object-lock-retain-until-date", until);
        }

        call.fails(new PutObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void refusesUnknownLegalHold() {
        KIT.lock();

        KIT.call("k")
                .header("x-amz-object-lock-legal-hold", "MAYBE")
                .body("x")
                .fails(new PutObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void setsAndGivesRetention() {
        KIT.lock();
        KIT.put("k", "x");
        KIT.call("k").fails(new GetObjectRetention(), ErrorCode.NO_SUCH_OBJECT_LOCK_CONFIGURATION);

        assertThat(retain("GOVERNANCE", LATER).send(new PutObjectRetention()).status())
                .isEqualTo(200);

        Answer answer = KIT.call("k").send(new GetObjectRetention());
        assertThat(answer.element("Mode")).isEqualTo("GOVERNANCE");
        assertThat(answer.element("RetainUntilDate")).isEqualTo("2150-01-01T00:00:00Z");
    }

    @Test
    void shortensRetentionOnlyByBypass() {
        KIT.lock();
        KIT.put("k", "x");
        retain("GOVERNANCE", LATER).send(new PutObjectRetention());

        retain("GOVERNANCE", LATE).fails(new PutObjectRetention(), ErrorCode.ACCESS_DENIED);
        bypass(retain("GOVERNANCE", LATE)).send(new PutObjectRetention());
        bypass(retain("GOVERNANCE", LATER))
                .by(S3Kit.BOB)
                .fails(new PutObjectRetention(), ErrorCode.ACCESS_DENIED);
        bypass(KIT.call("k").body("<Retention/>")).send(new PutObjectRetention());
        KIT.call("k").fails(new GetObjectRetention(), ErrorCode.NO_SUCH_OBJECT_LOCK_CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Other/>",
                "<Retention><Mode>GOVERNANCE</Mode></Retention>",
                "<Retention><Mode>governance</Mode><RetainUntilDate>2140-01-01T00:00:00Z</RetainUntilDate></Retention>",
                "<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>later</RetainUntilDate></Retention>"
            })
    void refusesMalformedRetention(String xml) {
        KIT.lock();
        KIT.put("k", "x");

        KIT.call("k").body(xml).fails(new PutObjectRetention(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void refusesRetentionThatIsOver() {
        KIT.lock();
        KIT.put("k", "x");

        retain("GOVERNANCE", "2001-01-01T00:00:00Z")
                .fails(new PutObjectRetention(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void setsAndGivesLegalHold() {
        KIT.lock();
        KIT.put("k", "x");

        hold("ON").send(new PutObjectLegalHold());
        assertThat(KIT.call("k").send(new GetObjectLegalHold()).element("Status")).isEqualTo("ON");
        hold("OFF").send(new PutObjectLegalHold());
        assertThat(KIT.call("k").send(new GetObjectLegalHold()).element("Status")).isEqualTo("OFF");
        hold("abc").fails(new PutObjectLegalHold(), ErrorCode.MALFORMED_XML);
        KIT.call("k").body("<LegalHold/>").fails(new PutObjectLegalHold(), ErrorCode.MALFORMED_XML);
    }

    @Test
    void deletesManyPastTheLockedOnes() {
        KIT.lock();
        String held = locked().send(new PutObject()).header("x-amz-version-id");
        hold("OFF").send(new PutObjectLegalHold());
        String xml =
                "<Delete><Object><Key>k</Key><VersionId>" + held + "</VersionId></Object></Delete>";
        FakeCall plain = KIT.call("").header("content-md5", S3Kit.md5Base64(xml)).body(xml);

        assertThat(plain.send(new DeleteObjects()).element("Code")).isEqualTo("AccessDenied");
        FakeCall bold = bypass(KIT.call("").header("content-md5", S3Kit.md5Base64(xml)).body(xml));
        assertThat(bold.send(new DeleteObjects()).text())
                .contains("<Deleted>")
                .doesNotContain("<Error>");
    }

    @Test
    void locksUploadsAndCopies() {
        KIT.lock();
        KIT.multipart("plain", List.of("x"));
        KIT.call("copy")
                .header("x-amz-copy-source", KIT.bucket() + "/plain")
                .header("x-amz-object-lock-mode", "COMPLIANCE")
                .header("x-amz-object-lock-retain-until-date", LATE)
                .send(new CopyObject());
        String id =
                KIT.call("upload")
                        .header("x-amz-object-lock-legal-hold", "ON")
                        .send(new CreateMultipartUpload())
                        .element("UploadId");
        String etag = KIT.part("upload", id, 1, "x").header("etag");
        KIT.call("upload")
                .query("uploadId=" + id)
                .body(
                        "<CompleteMultipartUpload>"
                                + S3Kit.partXml(1, etag)
                                + "</CompleteMultipartUpload>")
                .send(new CompleteMultipartUpload());

        assertThat(KIT.get("plain").headers().has("x-amz-object-lock-mode")).isFalse();
        assertThat(KIT.get("copy").header("x-amz-object-lock-mode")).isEqualTo("COMPLIANCE");
        assertThat(KIT.get("upload").header("x-amz-object-lock-legal-hold")).isEqualTo("ON");
    }
}
