package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.FakeCall.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopyObjectTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static FakeCall copy(String from, String to) {
        return KIT.call(to).header("x-amz-copy-source", KIT.bucket() + "/" + from);
    }

    @Test
    void copiesBytesMetadataAndTags() {
        KIT.call("a")
                .header("content-type", "text/plain")
                .header("x-amz-meta-x", "1")
                .header("x-amz-tagging", "t=1")
                .body("body")
                .send(new PutObject());

        Answer answer =
                copy("a", "b").header("content-type", "ignored/ignored").send(new CopyObject());

        assertThat(answer.text()).contains("<CopyObjectResult xmlns=");
        assertThat(answer.element("ETag")).isEqualTo('"' + S3Kit.md5Hex("body") + '"');
        assertThat(answer.element("LastModified")).endsWith(".000Z");
        assertThat(answer.element("ChecksumType")).isEqualTo("FULL_OBJECT");
        assertThat(answer.headers().has("x-amz-version-id")).isFalse();
        assertThat(answer.headers().has("x-amz-copy-source-version-id")).isFalse();
        Answer got = KIT.get("b");
        assertThat(got.text()).isEqualTo("body");
        assertThat(got.header("content-type")).isEqualTo("text/plain");
        assertThat(got.header("x-amz-meta-x")).isEqualTo("1");
        assertThat(got.header("x-amz-tagging-count")).isEqualTo("1");
    }

    @Test
    void replacesMetadataAndTagsWhenToldTo() {
        KIT.call("a")
                .header("content-type", "text/plain")
                .header("x-amz-meta-x", "1")
                .header("x-amz-tagging", "t=1")
                .body("body")
                .send(new PutObject());

        copy("a", "b")
                .header("x-amz-metadata-directive", "REPLACE")
                .header("x-amz-tagging-directive", "REPLACE")
                .header("x-amz-meta-y", "2")
                .header("x-amz-tagging", "u=1&v=2")
                .send(new CopyObject());

        Answer got = KIT.get("b");
        assertThat(got.header("content-type")).isEqualTo("binary/octet-stream");
        assertThat(got.headers().has("x-amz-meta-x")).isFalse();
        assertThat(got.header("x-amz-meta-y")).isEqualTo("2");
        assertThat(got.header("x-amz-tagging-count")).isEqualTo("2");
        copy("a", "b")
                .header("x-amz-metadata-directive", "replace")
                .fails(new CopyObject(), ErrorCode.INVALID_ARGUMENT);
        copy("a", "b")
                .header("x-amz-tagging-directive", "KEEP")
                .fails(new CopyObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void refusesCopyOntoItselfThatChangesNothing() {
        KIT.put("a", "body");

        copy("a", "a").fails(new CopyObject(), ErrorCode.INVALID_REQUEST);
        copy("a", "a")
                .header("x-amz-storage-class", "STANDARD")
                .fails(new CopyObject(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void copiesOntoItselfWithNewMetadata() {
        KIT.put("a", "body");

        copy("a", "a")
                .header("x-amz-metadata-directive", "REPLACE")
                .header("x-amz-meta-mtime", "17")
                .send(new CopyObject());
        copy("a", "a").header("x-amz-storage-class", "GLACIER").send(new CopyObject());

        Answer got = KIT.get("a");
        assertThat(got.text()).isEqualTo("body");
        assertThat(got.header("x-amz-meta-mtime")).isEqualTo("17");
        assertThat(got.header("x-amz-storage-class")).isEqualTo("GLACIER");
    }

    @Test
    void copiesNeitherStorageClassNorRedirect() {
        KIT.call("a")
                .header("x-amz-storage-class", "GLACIER")
                .header("x-amz-website-redirect-location", "/x")
                .body("body")
                .send(new PutObject());
        copy("a", "b").send(new CopyObject());

        assertThat(KIT.get("b").headers().has("x-amz-storage-class")).isFalse();
        assertThat(KIT.get("b").headers().has("x-amz-website-redirect-location")).isFalse();
    }

    @Test
    void findsSourceHoweverItIsWritten() {
        KIT.put("d/e f+\u00e4?", "body");
        String bucket = KIT.bucket();

        for (String source :
                List.of(
                        bucket + "/d/e%20f+%C3%A4%3F",
                        "/" + bucket + "/d/e%20f%2B%c3%a4%3F",
                        bucket + "%2Fd%2Fe%20f%2B%C3%A4%3F",
                        "%2F" + bucket + "/d/e%20f%2B%C3%A4%3F",
                        bucket + "/d/e f+\u00e4?")) {
            Answer answer =
                    KIT.call("b").header("x-amz-copy-source", source).send(new CopyObject());
            assertThat(answer.status()).as(source).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "bucket", "/bucket", "bucket/", "/bucket/", "b%zz/k"})
    void refusesSourceWithoutKey(String source) {
        KIT.call("b")
                .header("x-amz-copy-source", source)
                .fails(new CopyObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void tellsWhatOfTheSourceIsMissing() {
        copy("none", "b").fails(new CopyObject(), ErrorCode.NO_SUCH_KEY);
        KIT.call("b")
                .header("x-amz-copy-source", "no-bucket/k")
                .fails(new CopyObject(), ErrorCode.NO_SUCH_BUCKET);
        KIT.call("b")
                .header("x-amz-copy-source", "No_Bucket/k")
                .fails(new CopyObject(), ErrorCode.NO_SUCH_BUCKET);
        copy("none?versionId=nonsense", "b").fails(new CopyObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void copiesNamedVersion() {
        KIT.versioning(Versioning.ENABLED);
        String old = KIT.put("a", "old").header("x-amz-version-id");
        String current = KIT.put("a", "new").header("x-amz-version-id");

        Answer answer = copy("a?versionId=" + old, "a").send(new CopyObject());

        assertThat(answer.header("x-amz-copy-source-version-id")).isEqualTo(old);
        assertThat(answer.header("x-amz-version-id")).isNotIn("", old, current);
        assertThat(KIT.get("a").text()).isEqualTo("old");
        Answer latest = copy("a", "b").send(new CopyObject());
        assertThat(latest.header("x-amz-copy-source-version-id"))
                .isEqualTo(answer.header("x-amz-version-id"));
    }

    @Test
    void refusesDeleteMarkersAsSource() {
        KIT.versioning(Versioning.ENABLED);
        KIT.put("a", "x");
        String marker = KIT.call("a").send(new DeleteObject()).header("x-amz-version-id");

        copy("a", "b").fails(new CopyObject(), ErrorCode.NO_SUCH_KEY);
        copy("a?versionId=" + marker, "b").fails(new CopyObject(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void keepsConditionsOnTheSource() {
        String etag = KIT.put("a", "x").header("etag");
        String past = "Mon, 01 Jan 2001 00:00:00 GMT";

        copy("a", "b")
                .header("x-amz-copy-source-if-match", "\"y\"")
                .fails(new CopyObject(), ErrorCode.PRECONDITION_FAILED);
        copy("a", "b")
                .header("x-amz-copy-source-if-none-match", etag)
                .fails(new CopyObject(), ErrorCode.PRECONDITION_FAILED);
        copy("a", "b")
                .header("x-amz-copy-source-if-unmodified-since", past)
                .fails(new CopyObject(), ErrorCode.PRECONDITION_FAILED);
        copy("a", "b")
                .header("x-amz-copy-source-if-modified-since", KIT.get("a").header("last-modified"))
                .fails(new CopyObject(), ErrorCode.PRECONDITION_FAILED);
        copy("a", "b")
                .header("x-amz-copy-source-if-match", etag)
                .header("x-amz-copy-source-if-unmodified-since", past)
                .send(new CopyObject());
    }

    @Test
    void keepsConditionsOnTheTarget() {
        KIT.put("a", "x");
        String etag = KIT.put("b", "y").header("etag");

        copy("a", "b")
                .header("if-none-match", "*")
                .fails(new CopyObject(), ErrorCode.PRECONDITION_FAILED);
        copy("a", "b")
                .header("if-match", "\"z\"")
                .fails(new CopyObject(), ErrorCode.PRECONDITION_FAILED);
        copy("a", "b").header("if-match", etag).send(new CopyObject());
        assertThat(KIT.get("b").text()).isEqualTo("x");
    }

    @Test
    void refusesSourceThatTheCallerMayNotRead() {
        KIT.put("a", "x");
        String own = KIT.newBucket("bob");
        FakeCall call =
                new FakeCall(KIT.store("bob"), own, "b")
                        .header("x-amz-copy-source", KIT.bucket() + "/a")
                        .by(S3Kit.BOB);

        call.fails(new CopyObject(), ErrorCode.ACCESS_DENIED);
        Principal scoped =
                new Principal("alice", "Alice", false, Optional.of(KIT.bucket() + "/in/"));
        copy("a", "in/b").by(scoped).fails(new CopyObject(), ErrorCode.ACCESS_DENIED);
        copy("a", "b")
                .header("x-amz-source-expected-bucket-owner", "bob")
                .fails(new CopyObject(), ErrorCode.ACCESS_DENIED);
    }

    @Test
    void computesChecksumThatTheSourceHasNot() {
        KIT.put("a", "body");

        Answer answer =
                copy("a", "b").header("x-amz-checksum-algorithm", "SHA256").send(new CopyObject());

        assertThat(answer.element("ChecksumSHA256")).isEqualTo(S3Kit.sha256Base64("body"));
        assertThat(KIT.get("b").text()).isEqualTo("body");
        copy("a", "b")
                .header("x-amz-checksum-algorithm", "MD4")
                .fails(new CopyObject(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void refusesEncryptionBeforeStoring() {
        KIT.put("a", "x");

        copy("a", "b")
                .header("x-amz-server-side-encryption", "AES256")
                .fails(new CopyObject(), ErrorCode.NOT_IMPLEMENTED);
        copy("a", "b")
                .header("x-amz-copy-source-server-side-encryption-customer-algorithm", "AES256")
                .fails(new CopyObject(), ErrorCode.NOT_IMPLEMENTED);
        KIT.call("b").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void namesTheKeyOfTheSource() {
        Failed failed = copy("none", "b").fail(new CopyObject());

        assertThat(failed.details()).containsEntry("Key", "none");
    }
}
