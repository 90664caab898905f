package dev.varve.server.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlInputTest {
    @Test
    void readsElementsWhateverTheirNamespaceOrPrefix() throws IOException {
        XmlInput.Element root =
                parse(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><s3:Delete"
                                + " xmlns:s3=\"http://s3.amazonaws.com/doc/2006-03-01/\" x=\"1\">\n"
                                + "<s3:Quiet>true</s3:Quiet><Object><Key>a</Key></Object>"
                                + "<Object><Key>b</Key></Object></s3:Delete>\n");

        assertThat(root.name()).isEqualTo("Delete");
        assertThat(root.text("Quiet")).contains("true");
        assertThat(root.text("None")).isEmpty();
        assertThat(root.children("Object"))
                .extracting(object -> object.text("Key").orElseThrow())
                .containsExactly("a", "b");
        assertThat(root.child("Object").orElseThrow().children()).hasSize(1);
    }

    @Test
    void keepsTextAsItIs() throws IOException {
        XmlInput.Element root =
                parse("<A> a&amp;b&lt;&#x41;&#10;<![CDATA[<x>&]]><!-- no -->\ud83d\ude00 </A>");

        assertThat(root.text()).isEqualTo(" a&b<A\n<x>&\ud83d\ude00 ");
    }

    @Test
    void skipsByteOrderMark() throws IOException {
        assertThat(parse("\ufeff<A>1</A>").text()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "text",
                "<A>",
                "<A></B>",
                "<A/><B/>",
                "<A/>text",
                "<A>&nbsp;</A>",
                "<A>&x;</A>",
                "<A x=1/>",
                "<x:A/>",
                "<!DOCTYPE A><A/>",
                "<!DOCTYPE A [<!ENTITY x \"y\">]><A>&x;</A>",
                "<!DOCTYPE A [<!ENTITY x \"\u0014\">]><A/>",
                "<!DOCTYPE A SYSTEM \"file:///etc/passwd\"><A/>",
                "<?php run ?><A/>",
                "<A><?php run ?></A>",
                "<A/><?php run ?>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><A/>",
                "<?xml version=\"1.0\" encoding=\"latin1\"?><A/>",
                "<A>&#0;</A>",
                "<A>\u0001</A>",
            })
    void refusesWhatIsNoPlainDocument(String document) {
        assertThatThrownBy(() -> parse(document))
                .isInstanceOfSatisfying(Failed.class, XmlInputTest::isMalformed);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin = "<A>\u00e9</A>".getBytes(Charset.forName("ISO-8859-1"));

        assertThatThrownBy(() -> XmlInput.parse(new ByteArrayInputStream(latin), 100))
                .isInstanceOfSatisfying(Failed.class, XmlInputTest::isMalformed);
    }

    @Test
    void limitsDepth() throws IOException {
        assertThat(parse("<A>".repeat(16) + "</A>".repeat(16)).name()).isEqualTo("A");
        assertThatThrownBy(() -> parse("<A>".repeat(17) + "</A>".repeat(17)))
                .isInstanceOfSatisfying(Failed.class, XmlInputTest::isMalformed);
    }

    @Test
    void limitsNumberOfElements() {
        String many = "<A>" + "<B/>".repeat(100_000) + "</A>";

        assertThatThrownBy(() -> parse(many))
                .isInstanceOfSatisfying(Failed.class, XmlInputTest::isMalformed);
    }

    @Test
    void limitsSize() throws IOException {
        byte[] bytes = "<A>1234</A>".getBytes(StandardCharsets.UTF_8);

        assertThat(XmlInput.parse(new ByteArrayInputStream(bytes), bytes.length).text())
                .isEqualTo("1234");
        assertThatThrownBy(() -> XmlInput.parse(new ByteArrayInputStream(bytes), bytes.length - 1))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed ->
                                assertThat(failed.code())
                                        .isEqualTo(ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED));
    }

    private static void isMalformed(Failed failed) {
        assertThat(failed.code()).isEqualTo(ErrorCode.MALFORMED_XML);
    }

    private static XmlInput.Element parse(String document) throws IOException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return XmlInput.parse(new ByteArrayInputStream(bytes), XmlInput.DEFAULT_LIMIT);
    }
}
