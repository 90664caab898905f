package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.FakeCall.Answer;
import dev.varve.server.store.SettingsChange;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PutObjectTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    @Test
    void answersQuotedMd5AsETag() {
        Answer answer = KIT.put("k", "body");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("etag")).isEqualTo('"' + S3Kit.md5Hex("body") + '"');
        assertThat(answer.headers().has("x-amz-version-id")).isFalse();
        assertThat(KIT.get("k").text()).isEqualTo("body");
    }

    @Test
    void keepsSystemHeadersByteForByte() {
        KIT.call("k")
                .header("Content-Type", "text/plain; charset=utf-8; X=\"y\"")
                .header("Cache-Control", "max-age=1,  no-cache")
                .header("Content-Disposition", "attachment; filename=\"a b.txt\"")
                .header("Content-Encoding", "gzip")
                .header("Content-Language", "de, en")
                .header("Expires", "whenever")
                .header("x-amz-website-redirect-location", "/other")
                .header("x-amz-storage-class", "STANDARD_IA")
                .body("body")
                .send(new PutObject());

        Answer answer = KIT.get("k");

        assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8; X=\"y\"");
        assertThat(answer.header("cache-control")).isEqualTo("max-age=1,  no-cache");
        assertThat(answer.header("content-disposition"))
                .isEqualTo("attachment; filename=\"a b.txt\"");
        assertThat(answer.header("content-encoding")).isEqualTo("gzip");
        assertThat(answer.header("content-language")).isEqualTo("de, en");
        assertThat(answer.header("expires")).isEqualTo("whenever");
        assertThat(answer.header("x-amz-website-redirect-location")).isEqualTo("/other");
        assertThat(answer.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
    }

    @Test
    void givesBinaryOctetStreamWhereNoTypeWasSent() {
        KIT.put("k", "body");

        assertThat(KIT.get("k").header("content-type")).isEqualTo("binary/octet-stream");
        assertThat(KIT.get("k").headers().has("x-amz-storage-class")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws-chunked|''",
                "aws-chunked,gzip|gzip",
                "gzip, aws-chunked|gzip",
                "AWS-Chunked, gzip, br|gzip,br",
                "gzip, br|gzip, br"
            })
    void dropsAwsChunkedFromContentEncoding(String sent, String kept) {
        KIT.call("k").header("content-encoding", sent).body("x").send(new PutObject());

        assertThat(KIT.get("k").header("content-encoding")).isEqualTo(kept);
    }

    @Test
    void keepsUserMetadataAsSent() {
        KIT.call("k")
                .header("x-amz-meta-Name", "=?UTF-8?B?w6Q=?=")
                .header("X-Amz-Meta-Raw", "\u00e4 \u20ac")
                .body("x")
                .send(new PutObject());

        assertThat(KIT.get("k").header("x-amz-meta-name")).isEqualTo("=?UTF-8?B?w6Q=?=");
        assertThat(KIT.get("k").header("x-amz-meta-raw")).isEqualTo("\u00e4 \u20ac");
    }

    /// Bytes are stored once; what is said of them belongs to the key.
    @Test
    void keepsMetadataOfEachKeyThoughTheirBytesAreTheSame() {
        KIT.call("one").header("x-amz-meta-a", "1").body("same").send(new PutObject());
        KIT.call("two")
                .header("content-type", "text/plain")
                .header("x-forwarded-for", "192.0.2.1")
                .body("same")
                .send(new PutObject());

        assertThat(KIT.get("one").header("x-amz-meta-a")).isEqualTo("1");
        assertThat(KIT.get("one").header("content-type")).isEqualTo("binary/octet-stream");
        assertThat(KIT.get("two").header("content-type")).isEqualTo("text/plain");
        assertThat(KIT.get("two").headers().has("x-amz-meta-a")).isFalse();
        assertThat(KIT.get("two").headers().has("x-forwarded-for")).isFalse();
    }

    @Test
    void refusesMetadataOverTwoKilobytes() {
        KIT.call("k").header("x-amz-meta-a", "v".repeat(2047)).body("x").send(new PutObject());
        KIT.call("k")
                .header("x-amz-meta-a", "v".repeat(2048))
                .body("y")
                .fails(new PutObject(), ErrorCode.METADATA_TOO_LARGE);

        assertThat(KIT.get("k").text()).isEqualTo("x");
    }

    @Test
    void refusesKeyOver1024Bytes() {
        KIT.put("\u20ac".repeat(341), "x");
        KIT.call("\u20ac".repeat(342)).body("x").fails(new PutObject(), ErrorCode.KEY_TOO_LONG);
    }

    @Test
    void keepsKeysThatArePrefixesOfEachOther() {
        for (String key : List.of("a", "a/", "a/b", "a//b", "..", "%2F", " ")) {
            KIT.put(key, key);
        }
        for (String key : List.of("a", "a/", "a/b", "a//b", "..", "%2F", " ")) {
            assertThat(KIT.get(key).text()).isEqualTo(key);
        }
    }

    @Test
    void refusesUnknownStorageClass() {
        KIT.call("k")
                .header("x-amz-storage-class", "COLD")
                .body("x")
                .fails(new PutObject(), ErrorCode.INVALID_STORAGE_CLASS);
    }

    @Test
    void takesTagsFromHeader() {
        KIT.call("k").header("x-amz-tagging", "a=1&b%20c=%26&d").body("x").send(new PutObject());

        assertThat(KIT.get("k").header("x-amz-tagging-count")).isEqualTo("3");
        assertThat(KIT.call("k").send(new GetObjectTagging()).text())
                .contains(
                        "<Tag><Key>a</Key><Value>1</Value></Tag>"
                                + "<Tag><Key>b c</Key><Value>&amp;</Value></Tag>"
                                + "<Tag><Key>d</Key><Value></Value></Tag>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "=1", "aws:x=1", "1&2&3&4&5&6&7&8&9&10&11"})
    void refusesBadTags(String header) {
        KIT.call("k")
                .header("x-amz-tagging", header)
                .body("x")
                .fails(new PutObject(), ErrorCode.INVALID_TAG);
    }

    @Test
    void refusesTagsThatAreNotEscapedRight() {
        KIT.call("k")
                .header("x-amz-tagging", "a=%zz")
                .body("x")
                .fails(new PutObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void acceptsPrivateAclAlone() {
        KIT.call("k").header("x-amz-acl", "private").body("x").send(new PutObject());
        KIT.call("k")
                .header("x-amz-acl", "bucket-owner-full-control")
                .body("x")
                .send(new PutObject());
        KIT.call("k")
                .header("x-amz-acl", "public-read")
                .body("y")
                .fails(new PutObject(), ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
        KIT.call("k")
                .header("x-amz-grant-read", "id=bob")
                .body("y")
                .fails(new PutObject(), ErrorCode.ACCESS_CONTROL_LIST_NOT_SUPPORTED);
        assertThat(KIT.get("k").text()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-server-side-encryption,AES256",
        "x-amz-server-side-encryption,aws:kms",
        "x-amz-server-side-encryption-customer-algorithm,AES256",
        "x-amz-write-offset-bytes,1"
    })
    void refusesWhatIsNotImplementedBeforeStoring(String header, String value) {
        KIT.call("k")
                .header(header, value)
                .body("x")
                .fails(new PutObject(), ErrorCode.NOT_IMPLEMENTED);
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void needsLengthOrHttpChunks() {
        KIT.call("k").stream(new ByteArrayInputStream(S3Kit.utf8("body")), -1)
                .fails(new PutObject(), ErrorCode.MISSING_CONTENT_LENGTH);
        KIT.call("k").header("transfer-encoding", "chunked").stream(
                        new ByteArrayInputStream(S3Kit.utf8("body")), -1)
                .send(new PutObject());
        assertThat(KIT.get("k").text()).isEqualTo("body");
    }

    @Test
    void storesNothingOfHalfABody() {
        KIT.call("k").stream(new ByteArrayInputStream(S3Kit.utf8("bo")), 4)
                .fails(new PutObject(), ErrorCode.INCOMPLETE_BODY);
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void refusesMoreThanFiveGibibytesUnread() {
        Failed failed =
                KIT.call("k").stream(new ByteArrayInputStream(new byte[0]), (5L << 30) + 1)
                        .fail(new PutObject());

        assertThat(failed.code()).isEqualTo(ErrorCode.ENTITY_TOO_LARGE);
        assertThat(failed.details()).containsEntry("MaxSizeAllowed", "5368709120");
    }

    @Test
    void takesEmptyObject() {
        assertThat(KIT.put("k", "").header("etag"))
                .isEqualTo("\"d41d8cd98f00b204e9800998ecf8427e\"");
        assertThat(KIT.get("k").text()).isEmpty();
    }

    @Test
    void putsOnlyWhereNothingIsWithIfNoneMatchStar() {
        KIT.call("k").header("if-none-match", "*").body("1").send(new PutObject());
        KIT.call("k")
                .header("if-none-match", "*")
                .body("2")
                .fails(new PutObject(), ErrorCode.PRECONDITION_FAILED);
        assertThat(KIT.get("k").text()).isEqualTo("1");
    }

    @Test
    void matchesETagsQuotedOrNot() {
        String etag = KIT.put("k", "1").header("etag");

        KIT.call("k")
                .header("if-none-match", etag)
                .body("2")
                .fails(new PutObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k").header("if-none-match", "badetag").body("2").send(new PutObject());
        KIT.call("k")
                .header("if-match", etag)
                .body("3")
                .fails(new PutObject(), ErrorCode.PRECONDITION_FAILED);
        KIT.call("k").header("if-match", S3Kit.md5Hex("2")).body("3").send(new PutObject());
        KIT.call("k").header("if-match", "*").body("4").send(new PutObject());
        KIT.call("none")
                .header("if-match", "*")
                .body("5")
                .fails(new PutObject(), ErrorCode.NO_SUCH_KEY);
        KIT.call("none")
                .header("if-match", "badetag")
                .body("5")
                .fails(new PutObject(), ErrorCode.NO_SUCH_KEY);
        assertThat(KIT.get("k").text()).isEqualTo("4");
    }

    @Test
    void letsExactlyOneOfEightRacersWin() throws Exception {
        Callable<Boolean> racer =
                () -> {
                    try {
                        KIT.call("k").header("if-none-match", "*").body("x").send(new PutObject());
                        return true;
                    } catch (Failed failed) {
                        assertThat(failed.code())
                                .isIn(
                                        ErrorCode.PRECONDITION_FAILED,
                                        ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
                        return false;
                    }
                };
        int winners = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each :
                    threads.invokeAll(java.util.Collections.nCopies(8, racer))) {
                winners += each.get() ? 1 : 0;
            }
        }
        assertThat(winners).isEqualTo(1);
    }

    @Test
    void tellsVersionIdWhereVersioningIsOrWas() {
        KIT.versioning(Versioning.ENABLED);
        String id = KIT.put("k", "1").header("x-amz-version-id");
        KIT.versioning(Versioning.SUSPENDED);

        assertThat(id).isNotEmpty().isNotEqualTo("null");
        assertThat(KIT.put("k", "2").header("x-amz-version-id")).isEqualTo("null");
        assertThat(KIT.call("k").version(id).send(new GetObject()).text()).isEqualTo("1");
    }

    @Test
    void refusesWhatQuotaForbids() {
        KIT.store()
                .buckets()
                .change(new BucketName(KIT.bucket()), new SettingsChange.SetQuota(new Quota(3, -1)))
                .orThrow();

        KIT.call("k").body("four").fails(new PutObject(), ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void refusesBucketThatIsNotThere() {
        FakeCall call = new FakeCall(KIT.store(), "no-such-bucket", "k").body("x");
        Failed failed = call.fail(new PutObject());

        assertThat(failed.code()).isEqualTo(ErrorCode.NO_SUCH_BUCKET);
        assertThat(failed.details()).containsEntry("BucketName", "no-such-bucket");
        new FakeCall(KIT.store(), "No_Bucket", "k")
                .body("x")
                .fails(new PutObject(), ErrorCode.NO_SUCH_BUCKET);
    }
}
