package dev.varve.server.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.DeleteDocument.Entry;
import dev.varve.server.s3.xml.TagDocument.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents of requests on objects.
final class DocumentsTest {
    private static XmlInput.Element parse(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        try {
            return XmlInput.parse(new ByteArrayInputStream(bytes), XmlInput.DEFAULT_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuses(Function<XmlInput.Element, ?> reader, String document) {
        assertThatThrownBy(() -> reader.apply(parse(document)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.MALFORMED_XML));
    }

    @Test
    void readsDeletes() {
        DeleteDocument document =
                DeleteDocument.parse(
                        parse(
                                "<Delete><Object><Key> k </Key><VersionId></VersionId></Object>"
                                        + "<Object><Key>l</Key><VersionId>v</VersionId><ETag>e</ETag>"
                                        + "<LastModifiedTime>t</LastModifiedTime><Size>1</Size></Object>"
                                        + "<Quiet>false</Quiet></Delete>"));

        assertThat(document.quiet()).isFalse();
        assertThat(document.entries())
                .containsExactly(
                        new Entry(
                                " k ",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new Entry(
                                "l",
                                Optional.of("v"),
                                Optional.of("e"),
                                Optional.of("t"),
                                Optional.of("1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Delete/>",
                "<Other><Object><Key>k</Key></Object></Other>",
                "<Delete><Object/></Delete>"
            })
    void refusesOtherDeletes(String document) {
        refuses(DeleteDocument::parse, document);
    }

    @Test
    void readsTagsAsTheyAre() {
        assertThat(
                        TagDocument.parse(
                                parse(
                                        "<Tagging><TagSet><Tag><Key>a</Key><Value> 1 </Value></Tag>"
                                                + "<Tag><Value/><Key>a</Key></Tag></TagSet></Tagging>")))
                .containsExactly(new Tag("a", " 1 "), new Tag("a", ""));
    }

    @Test
    void readsTheTagsItWrites() {
        Map<String, String> tags = new TreeMap<>(Map.of("<&>\"'", "\u0001\n", "\ud83d\ude00", ""));
        String written = TagDocument.write(Map.of("a<b&\"'", "\ud83d\ude00"));

        assertThat(TagDocument.parse(parse(written)))
                .containsExactly(new Tag("a<b&\"'", "\ud83d\ude00"));
        assertThat(TagDocument.write(tags)).contains("&lt;&amp;&gt;&quot;", "&#x1;&#xa;");
    }

    @Test
    void readsCompletions() {
        CompleteDocument document =
                CompleteDocument.parse(
                        parse(
                                "<CompleteMultipartUpload><Part><ETag> \"e\" </ETag>"
                                        + "<PartNumber> 7 </PartNumber><ChecksumCRC32>c</ChecksumCRC32>"
                                        + "</Part></CompleteMultipartUpload>"));

        assertThat(document.entries()).hasSize(1);
        CompleteDocument.Entry entry = document.entries().getFirst();
        assertThat(entry.number()).isEqualTo(7);
        assertThat(entry.etag()).isEqualTo("\"e\"");
        assertThat(entry.element().text("ChecksumCRC32")).contains("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<CompleteMultipartUpload/>",
                "<Other><Part><ETag>e</ETag><PartNumber>1</PartNumber></Part></Other>",
                "<CompleteMultipartUpload><Part><ETag>e</ETag><PartNumber>99999999999</PartNumber>"
                        + "</Part></CompleteMultipartUpload>"
            })
    void refusesOtherCompletions(String document) {
        refuses(CompleteDocument::parse, document);
    }

    @Test
    void readsTheLocksItWrites() {
        String retention = ObjectLockDocuments.retention("COMPLIANCE", "2140-01-01T00:00:00Z");

        assertThat(ObjectLockDocuments.retention(parse(retention)))
                .contains(new ObjectLockDocuments.Retention("COMPLIANCE", "2140-01-01T00:00:00Z"));
        assertThat(ObjectLockDocuments.retention(parse("<Retention/>"))).isEmpty();
        assertThat(ObjectLockDocuments.isOn(parse(ObjectLockDocuments.legalHold(true)))).isTrue();
        assertThat(ObjectLockDocuments.isOn(parse(ObjectLockDocuments.legalHold(false)))).isFalse();
        refuses(ObjectLockDocuments::isOn, "<LegalHold><Status>on</Status></LegalHold>");
        refuses(ObjectLockDocuments::isOn, "<Hold><Status>ON</Status></Hold>");
        refuses(ObjectLockDocuments::retention, "<Retention><Mode>M</Mode></Retention>");
    }
}
