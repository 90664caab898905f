package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.s3.FakeCall.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GetObjectAttributesTest {
    private static final String ALL = "ETag,Checksum, ObjectParts,StorageClass,ObjectSize";

    @RegisterExtension static final S3Kit KIT = new S3Kit();

    private static FakeCall ask(String attributes) {
        return KIT.call("k").query("attributes").header("x-amz-object-attributes", attributes);
    }

    @Test
    void tellsAllOfAnObjectPutWhole() {
        KIT.put("k", "123456789");

        Answer answer = ask(ALL).send(new GetObjectAttributes());

        assertThat(answer.text())
                .contains("<GetObjectAttributesResponse xmlns=")
                .doesNotContain("ObjectParts");
        assertThat(answer.element("ETag")).isEqualTo(S3Kit.md5Hex("123456789"));
        assertThat(answer.element("ChecksumCRC64NVME")).isEqualTo("rosUhgp5mIg=");
        assertThat(answer.element("ChecksumType")).isEqualTo("FULL_OBJECT");
        assertThat(answer.element("StorageClass")).isEqualTo("STANDARD");
        assertThat(answer.element("ObjectSize")).isEqualTo("9");
        assertThat(answer.header("last-modified")).endsWith(" GMT");
        assertThat(answer.headers().has("x-amz-version-id")).isFalse();
    }

    @Test
    void tellsOnlyWhatIsAskedFor() {
        KIT.put("k", "x");

        assertThat(ask("ObjectSize").send(new GetObjectAttributes()).text())
                .contains("<ObjectSize>1</ObjectSize>")
                .doesNotContain("ETag", "StorageClass", "Checksum");
        assertThat(
                        ask("ObjectSize")
                                .header("x-amz-object-attributes", "ETag")
                                .send(new GetObjectAttributes())
                                .text())
                .contains("<ETag>", "<ObjectSize>");
        ask("Colour").fails(new GetObjectAttributes(), ErrorCode.INVALID_ARGUMENT);
        KIT.call("k").fails(new GetObjectAttributes(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void tellsPartsPageByPage() {
        KIT.multipart("k", List.of("first", "second", "third"));

        Answer page =
                ask(ALL).header("x-amz-max-parts", "1")
                        .header("x-amz-part-number-marker", "1")
                        .send(new GetObjectAttributes());

        assertThat(page.element("PartsCount")).isEqualTo("3");
        assertThat(page.element("PartNumberMarker")).isEqualTo("1");
        assertThat(page.element("NextPartNumberMarker")).isEqualTo("2");
        assertThat(page.element("MaxParts")).isEqualTo("1");
        assertThat(page.element("IsTruncated")).isEqualTo("true");
        assertThat(page.element("Part"))
                .contains("<PartNumber>2</PartNumber><Size>6</Size><ChecksumCRC64NVME>");
        Answer rest =
                ask("ObjectParts")
                        .header("x-amz-part-number-marker", "2")
                        .send(new GetObjectAttributes());
        assertThat(rest.element("IsTruncated")).isEqualTo("false");
        assertThat(rest.element("Part")).contains("<PartNumber>3</PartNumber><Size>5</Size>");
        ask(ALL).header("x-amz-max-parts", "x")
                .fails(new GetObjectAttributes(), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void tellsOfVersionsAndMarkers() {
        KIT.versioning(Versioning.ENABLED);
        String version = KIT.put("k", "x").header("x-amz-version-id");
        String marker = KIT.call("k").send(new DeleteObject()).header("x-amz-version-id");

        Answer answer = ask("ObjectSize").version(version).send(new GetObjectAttributes());
        assertThat(answer.header("x-amz-version-id")).isEqualTo(version);
        ask("ObjectSize").fails(new GetObjectAttributes(), ErrorCode.NO_SUCH_KEY);
        ask("ObjectSize")
                .version(marker)
                .fails(new GetObjectAttributes(), ErrorCode.METHOD_NOT_ALLOWED);
    }
}
