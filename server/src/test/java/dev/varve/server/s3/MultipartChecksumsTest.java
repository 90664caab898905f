package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MultipartChecksumsTest {
    private static final List<String> PARTS = List.of("first", "second");

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static FakeCall creation(String algorithm, String type) {
        FakeCall call =
                KIT.call("k").query("uploads").header("x-amz-checksum-algorithm", algorithm);
        return type.isEmpty() ? call : call.header("x-amz-checksum-type", type);
    }

    private static String create(String algorithm, String type) {
        return creation(algorithm, type).send(new CreateMultipartUpload()).element("UploadId");
    }

    private static FakeCall part(String id, int number) {
        return KIT.call("k")
                .query("uploadId=" + id)
                .query("partNumber=" + number)
                .body(PARTS.get(number - 1));
    }

    /// Both parts, as a completion names them with their checksums.
    private static FakeCall completion(String id, String element, String... checksums) {
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
        for (int number = 1; number <= 2; number++) {
            String etag = part(id, number).send(new UploadPart()).header("etag");
            xml.append("<Part><PartNumber>")
                    .append(number)
                    .append("</PartNumber><ETag>")
                    .append(etag)
                    .append("</ETag>");
            if (checksums.length > 0) {
                xml.append('<')
                        .append(element)
                        .append('>')
                        .append(checksums[number - 1])
                        .append("</")
                        .append(element)
                        .append('>');
            }
            xml.append("</Part>");
        }
        return KIT.call("k").query("uploadId=" + id).body(xml + "</CompleteMultipartUpload>");
    }

    private static String compositeSha256() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        PARTS.forEach(part -> joined.writeBytes(S3Kit.digest("SHA-256", S3Kit.utf8(part))));
        return S3Kit.base64(S3Kit.digest("SHA-256", joined.toByteArray())) + "-2";
    }

    @Test
    void composesChecksumOfChecksums() {
        String id = create("SHA256", "");
        String one = S3Kit.sha256Base64("first");
        String two = S3Kit.sha256Base64("second");
        Answer part = part(id, 1).header("x-amz-checksum-sha256", one).send(new UploadPart());
        assertThat(part.header("x-amz-checksum-sha256")).isEqualTo(one);

        Answer done =
                completion(id, "ChecksumSHA256", one, two)
                        .header("x-amz-checksum-sha256", compositeSha256())
                        .header("x-amz-checksum-type", "COMPOSITE")
                        .send(new CompleteMultipartUpload());

        assertThat(done.element("ChecksumSHA256")).isEqualTo(compositeSha256());
        assertThat(done.element("ChecksumType")).isEqualTo("COMPOSITE");
        Answer head = KIT.call("k").header("x-amz-checksum-mode", "ENABLED").send(new HeadObject());
        assertThat(head.header("x-amz-checksum-sha256")).isEqualTo(compositeSha256());
        assertThat(head.header("x-amz-checksum-type")).isEqualTo("COMPOSITE");
    }

    @Test
    void combinesChecksumOfTheWhole() {
        String id = create("CRC32", "FULL_OBJECT");

        Answer done = completion(id, "").send(new CompleteMultipartUpload());

        assertThat(done.element("ChecksumCRC32")).isEqualTo(S3Kit.crc32Base64("firstsecond"));
        assertThat(done.element("ChecksumType")).isEqualTo("FULL_OBJECT");
    }

    @Test
    void combinesCrc64NvmeWhereNothingWasChosen() {
        Answer done = KIT.multipart("k", PARTS);
        String whole = KIT.put("whole", "firstsecond").header("x-amz-checksum-crc64nvme");

        assertThat(done.element("ChecksumCRC64NVME")).isEqualTo(whole);
        assertThat(done.element("ChecksumType")).isEqualTo("FULL_OBJECT");
    }

    @Test
    void givesChecksumOfPartThatIsRead() {
        completion(create("CRC32", "FULL_OBJECT"), "").send(new CompleteMultipartUpload());

        Answer answer =
                KIT.call("k")
                        .query("partNumber=2")
                        .header("x-amz-checksum-mode", "ENABLED")
                        .send(new GetObject());

        assertThat(answer.header("x-amz-checksum-crc32")).isEqualTo(S3Kit.crc32Base64("second"));
        assertThat(answer.header("x-amz-checksum-type")).isEqualTo("FULL_OBJECT");
    }

    @ParameterizedTest
    @CsvSource({
        "CRC32,'',COMPOSITE",
        "CRC32C,FULL_OBJECT,FULL_OBJECT",
        "CRC64NVME,'',FULL_OBJECT",
        "SHA1,'',COMPOSITE",
        "sha256,COMPOSITE,COMPOSITE"
    })
    void tellsTheTypeThatWasChosen(String algorithm, String type, String told) {
        Answer answer = creation(algorithm, type).send(new CreateMultipartUpload());

        assertThat(answer.header("x-amz-checksum-algorithm")).isEqualToIgnoringCase(algorithm);
        assertThat(answer.header("x-amz-checksum-type")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA1,FULL_OBJECT",
        "SHA256,FULL_OBJECT",
        "CRC64NVME,COMPOSITE",
        "CRC32,WHOLE",
        "MD5,''"
    })
    void refusesTypesThatCannotBe(String algorithm, String type) {
        creation(algorithm, type).fails(new CreateMultipartUpload(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void refusesTypeWithoutAlgorithm() {
        KIT.call("k")
                .header("x-amz-checksum-type", "COMPOSITE")
                .fails(new CreateMultipartUpload(), ErrorCode.INVALID_REQUEST);
    }

    @Test
    void refusesPartWithAnotherChecksum() {
        String id = create("SHA256", "");

        part(id, 1)
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64("first"))
                .fails(new UploadPart(), ErrorCode.INVALID_REQUEST);
        part(id, 1)
                .header("x-amz-checksum-sha256", S3Kit.sha256Base64("other"))
                .fails(new UploadPart(), ErrorCode.BAD_DIGEST);
        KIT.call("k").query("uploadId=" + id).send(new ListParts());
    }

    @Test
    void checksAnyChecksumOfPartsWhereNoneWasChosen() {
        String id = KIT.call("k").send(new CreateMultipartUpload()).element("UploadId");

        part(id, 1)
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64("first"))
                .send(new UploadPart());
        part(id, 1)
                .header("x-amz-checksum-crc32", S3Kit.crc32Base64("other"))
                .fails(new UploadPart(), ErrorCode.BAD_DIGEST);
        part(id, 1)
                .header("content-md5", S3Kit.md5Base64("other"))
                .fails(new UploadPart(), ErrorCode.BAD_DIGEST);
    }

    @Test
    void refusesCompletionWithOtherChecksums() {
        String id = create("SHA256", "");
        String wrong = S3Kit.sha256Base64("other");
        String right = compositeSha256();

        completion(id, "ChecksumSHA256", wrong, wrong)
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_PART);
        completion(id, "ChecksumSHA256", "bad", "bad")
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_REQUEST);
        completion(id, "")
                .header("x-amz-checksum-sha256", wrong + "-2")
                .fails(new CompleteMultipartUpload(), ErrorCode.BAD_DIGEST);
        completion(id, "")
                .header("x-amz-checksum-sha256", right.replace("-2", "-3"))
                .fails(new CompleteMultipartUpload(), ErrorCode.BAD_DIGEST);
        completion(id, "")
                .header("x-amz-checksum-sha256", "bad")
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_REQUEST);
        completion(id, "")
                .header("x-amz-checksum-crc32", "AAAAAA==")
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_REQUEST);
        completion(id, "")
                .header("x-amz-checksum-type", "FULL_OBJECT")
                .fails(new CompleteMultipartUpload(), ErrorCode.INVALID_REQUEST);
        completion(id, "")
                .header("x-amz-checksum-sha256", right)
                .send(new CompleteMultipartUpload());
    }

    @Test
    void listsChecksumsOfParts() {
        String id = create("CRC32", "");
        part(id, 1).send(new UploadPart());

        Answer list = KIT.call("k").query("uploadId=" + id).send(new ListParts());

        assertThat(list.element("ChecksumAlgorithm")).isEqualTo("CRC32");
        assertThat(list.element("ChecksumType")).isEqualTo("COMPOSITE");
        assertThat(list.element("ChecksumCRC32")).isEqualTo(S3Kit.crc32Base64("first"));
        assertThat(Base64.getDecoder().decode(list.element("ChecksumCRC32"))).hasSize(4);
    }
}
