package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.server.auth.ChunkSigner;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients say about their bodies: lengths, digests, checksums, trailers.
final class BodiesTest {
    private static final String TEXT = "123456789";
    private static final ChunkSigner ANY =
            new ChunkSigner() {
                @Override
                public boolean acceptsChunk(String signature, byte[] sha256) {
                    return true;
                }

                @Override
                public boolean acceptsTrailer(String signature, byte[] sha256OfLines) {
                    return true;
                }
            };

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static FakeCall chunked(String trailer) {
        String body = "4\r\n1234\r\n5\r\n56789\r\n0\r\n" + trailer + "\r\n";
        return KIT.call("k")
                .body(body)
                .header("x-amz-decoded-content-length", "9")
                .header("content-encoding", "aws-chunked")
                .payload(new Payload.Chunked(null, true));
    }

    private static void nothingIsStored() {
        KIT.call("k").fails(new GetObject(), ErrorCode.NO_SUCH_KEY);
    }

    @Test
    void acceptsRightContentMd5() {
        KIT.call("k").header("content-md5", S3Kit.md5Base64(TEXT)).body(TEXT).send(new PutObject());
    }

    @Test
    void refusesWrongContentMd5() {
        KIT.call("k")
                .header("content-md5", S3Kit.md5Base64("other"))
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.BAD_DIGEST);
        nothingIsStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "AAAA", "not base64 at all!", "YWJj"})
    void refusesMalformedContentMd5(String md5) {
        KIT.call("k")
                .header("content-md5", md5)
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.INVALID_DIGEST);
        nothingIsStored();
    }

    @ParameterizedTest
    @CsvSource({
        "crc32,y/Q5Jg==",
        "crc32c,4waSgw==",
        "crc64nvme,rosUhgp5mIg=",
        "sha1,98O8HYCOBHMq32eZZczDTKeuNEE=",
        "sha256,FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="
    })
    void keepsEveryKindOfChecksum(String name, String right) {
        String header = "x-amz-checksum-" + name;
        Answer put = KIT.call("k").header(header, right).body(TEXT).send(new PutObject());
        assertThat(put.header(header)).isEqualTo(right);
        assertThat(put.header("x-amz-checksum-type")).isEqualTo("FULL_OBJECT");

        Answer plain = KIT.call("k").send(new HeadObject());
        assertThat(plain.headers().has(header)).isFalse();
        Answer with = KIT.call("k").header("x-amz-checksum-mode", "ENABLED").send(new GetObject());
        assertThat(with.header(header)).isEqualTo(right);
        assertThat(with.header("x-amz-checksum-type")).isEqualTo("FULL_OBJECT");
    }

    @Test
    void givesNoChecksumWithRange() {
        KIT.call("k").header("x-amz-checksum-crc32", "y/Q5Jg==").body(TEXT).send(new PutObject());

        Answer answer =
                KIT.call("k")
                        .header("x-amz-checksum-mode", "ENABLED")
                        .header("range", "bytes=0-3")
                        .send(new GetObject());

        assertThat(answer.headers().has("x-amz-checksum-crc32")).isFalse();
        assertThat(answer.headers().has("x-amz-checksum-type")).isFalse();
    }

    @Test
    void computesCrc64NvmeWhereNoChecksumWasSent() {
        assertThat(KIT.put("k", TEXT).header("x-amz-checksum-crc64nvme")).isEqualTo("rosUhgp5mIg=");
        assertThat(
                        KIT.call("k")
                                .header("x-amz-checksum-mode", "ENABLED")
                                .send(new HeadObject())
                                .header("x-amz-checksum-crc64nvme"))
                .isEqualTo("rosUhgp5mIg=");
    }

    @Test
    void refusesWrongChecksum() {
        KIT.call("k")
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64("other"))
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.BAD_DIGEST);
        nothingIsStored();
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-checksum-crc32,bad",
        "x-amz-checksum-crc32,AAAAAAAA",
        "x-amz-checksum-sha256,AAAA",
        "x-amz-checksum-crc32,''"
    })
    void refusesMalformedChecksum(String header, String value) {
        KIT.call("k")
                .header(header, value)
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        nothingIsStored();
    }

    @Test
    void refusesMoreThanOneChecksum() {
        KIT.call("k")
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64(TEXT))
                .header("x-amz-checksum-sha256", S3Kit.sha256Base64(TEXT))
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        chunked("x-amz-checksum-crc32:y/Q5Jg==\r\n")
                .header("x-amz-trailer", "x-amz-checksum-crc32")
                .header("x-amz-checksum-crc32", "y/Q5Jg==")
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        nothingIsStored();
    }

    @Test
    void refusesChecksumItDoesNotKnow() {
        KIT.call("k")
                .header("x-amz-checksum-blake3", "AAAA")
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.NOT_IMPLEMENTED);
    }

    @Test
    void wantsTheChecksumThatTheSdkNames() {
        KIT.call("k")
                .header("x-amz-sdk-checksum-algorithm", "CRC32")
                .header("x-amz-checksum-crc32", "y/Q5Jg==")
                .body(TEXT)
                .send(new PutObject());
        KIT.call("k")
                .header("x-amz-sdk-checksum-algorithm", "CRC32")
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        KIT.call("k")
                .header("x-amz-sdk-checksum-algorithm", "SHA256")
                .header("x-amz-checksum-crc32", "y/Q5Jg==")
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        KIT.call("k")
                .header("x-amz-sdk-checksum-algorithm", "MD4")
                .header("x-amz-checksum-crc32", "y/Q5Jg==")
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void tellsWrongPayloadHashFromWrongChecksum() {
        Bytes right = Bytes.of(S3Kit.digest("SHA-256", S3Kit.utf8(TEXT)));
        Bytes wrong = Bytes.of(S3Kit.digest("SHA-256", S3Kit.utf8("other")));
        KIT.call("k")
                .payload(new Payload.Hashed(wrong))
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH);
        KIT.call("k")
                .payload(new Payload.Hashed(right))
                .header("x-amz-checksum-sha256", S3Kit.sha256Base64("other"))
                .body(TEXT)
                .fails(new PutObject(), ErrorCode.BAD_DIGEST);
        nothingIsStored();
        Answer answer =
                KIT.call("k")
                        .payload(new Payload.Hashed(right))
                        .header("x-amz-checksum-sha256", S3Kit.sha256Base64(TEXT))
                        .body(TEXT)
                        .send(new PutObject());
        assertThat(answer.header("x-amz-checksum-sha256")).isEqualTo(S3Kit.sha256Base64(TEXT));
    }

    @Test
    void keepsChecksumFromTrailer() {
        Answer put =
                chunked("x-amz-checksum-crc32:y/Q5Jg==\r\n")
                        .header("x-amz-trailer", "x-amz-checksum-crc32")
                        .header("x-amz-sdk-checksum-algorithm", "CRC32")
                        .send(new PutObject());

        assertThat(put.header("x-amz-checksum-crc32")).isEqualTo("y/Q5Jg==");
        Answer got = KIT.call("k").header("x-amz-checksum-mode", "ENABLED").send(new GetObject());
        assertThat(got.text()).isEqualTo(TEXT);
        assertThat(got.header("x-amz-checksum-crc32")).isEqualTo("y/Q5Jg==");
        assertThat(got.header("etag")).isEqualTo('"' + S3Kit.md5Hex(TEXT) + '"');
        assertThat(got.headers().has("content-encoding")).isFalse();
    }

    @Test
    void refusesWrongChecksumInTrailer() {
        chunked("x-amz-checksum-crc32:AAAAAA==\r\n")
                .header("x-amz-trailer", "x-amz-checksum-crc32")
                .fails(new PutObject(), ErrorCode.BAD_DIGEST);
        nothingIsStored();
    }

    @Test
    void refusesMalformedChecksumInTrailer() {
        chunked("x-amz-checksum-crc32:bad\r\n")
                .header("x-amz-trailer", "x-amz-checksum-crc32")
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        nothingIsStored();
    }

    @Test
    void refusesTrailerThatIsNotWhatWasAnnounced() {
        chunked("")
                .header("x-amz-trailer", "x-amz-checksum-crc32")
                .fails(new PutObject(), ErrorCode.MALFORMED_TRAILER);
        chunked("x-amz-checksum-crc32:y/Q5Jg==\r\n")
                .fails(new PutObject(), ErrorCode.MALFORMED_TRAILER);
        chunked("")
                .header("x-amz-trailer", "x-custom")
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        chunked("")
                .header("x-amz-trailer", "x-amz-checksum-crc32, x-amz-checksum-sha1")
                .fails(new PutObject(), ErrorCode.INVALID_REQUEST);
        nothingIsStored();
    }

    @Test
    void takesSignedChunksWithoutTrailer() {
        Answer answer =
                KIT.call("k")
                        .body("9;chunk-signature=00\r\n123456789\r\n0;chunk-signature=00\r\n\r\n")
                        .header("x-amz-decoded-content-length", "9")
                        .header("content-md5", S3Kit.md5Base64(TEXT))
                        .payload(new Payload.Chunked(ANY, false))
                        .send(new PutObject());

        assertThat(answer.header("etag")).isEqualTo('"' + S3Kit.md5Hex(TEXT) + '"');
        assertThat(KIT.get("k").text()).isEqualTo(TEXT);
    }

    @Test
    void refusesOtherDecodedLength() {
        KIT.call("k")
                .body("9\r\n123456789\r\n0\r\n\r\n")
                .header("x-amz-decoded-content-length", "8")
                .payload(new Payload.Chunked(null, true))
                .fails(new PutObject(), ErrorCode.INCOMPLETE_BODY);
        nothingIsStored();
    }

    @Test
    void needsDecodedLength() {
        KIT.call("k")
                .body("9\r\n123456789\r\n0\r\n\r\n")
                .payload(new Payload.Chunked(null, true))
                .fails(new PutObject(), ErrorCode.MISSING_CONTENT_LENGTH);
        KIT.call("k")
                .body("9\r\n123456789\r\n0\r\n\r\n")
                .header("x-amz-decoded-content-length", "nine")
                .payload(new Payload.Chunked(null, true))
                .fails(new PutObject(), ErrorCode.INVALID_ARGUMENT);
        KIT.call("k")
                .body("9\r\n123456789\r\n0\r\n\r\n")
                .header("x-amz-decoded-content-length", "-9")
                .payload(new Payload.Chunked(null, true))
                .fails(new PutObject(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void verifiesDocumentsToo() {
        KIT.put("k", TEXT);
        String xml = "<Tagging><TagSet/></Tagging>";
        KIT.call("k")
                .payload(new Payload.Hashed(Bytes.of(S3Kit.digest("SHA-256", S3Kit.utf8("x")))))
                .body(xml)
                .fails(new PutObjectTagging(), ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH);
        KIT.call("k")
                .header("content-md5", S3Kit.md5Base64("x"))
                .body(xml)
                .fails(new PutObjectTagging(), ErrorCode.BAD_DIGEST);
        KIT.call("k")
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64("x"))
                .body(xml)
                .fails(new PutObjectTagging(), ErrorCode.BAD_DIGEST);
        KIT.call("k")
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64(xml))
                .header("x-amz-sdk-checksum-algorithm", "CRC32")
                .payload(new Payload.Hashed(Bytes.of(S3Kit.digest("SHA-256", S3Kit.utf8(xml)))))
                .body(xml)
                .send(new PutObjectTagging());
    }

    @Test
    void limitsDocuments() {
        KIT.put("k", TEXT);
        byte[] large = new byte[(1 << 20) + 1];
        KIT.call("k")
                .body(large)
                .fails(new PutObjectTagging(), ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
        KIT.call("k").header("transfer-encoding", "chunked").stream(
                        new java.io.ByteArrayInputStream(large), -1)
                .fails(new PutObjectTagging(), ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
        KIT.call("k").stream(new java.io.ByteArrayInputStream(S3Kit.utf8("<Tagging>")), 100)
                .fails(new PutObjectTagging(), ErrorCode.INCOMPLETE_BODY);
    }
}
