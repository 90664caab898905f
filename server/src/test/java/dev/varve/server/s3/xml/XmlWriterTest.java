package dev.varve.server.s3.xml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlWriterTest {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    @Test
    void writesNestedElements() {
        String document =
                XmlWriter.plain("A")
                        .begin("B")
                        .text("C", "text")
                        .text("D", 7L)
                        .text("E", true)
                        .end()
                        .begin("F", "x=\"1\"")
                        .done();
        assertThat(document)
                .isEqualTo(
                        DECLARATION
                                + "<A><B><C>text</C><D>7</D><E>true</E></B><F x=\"1\"></F></A>");
    }

    @Test
    void beginsWithTheNamespaceOfS3() {
        assertThat(XmlWriter.of("R").content("a<b").done())
                .isEqualTo(
                        DECLARATION
                                + "<R xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">a&lt;b</R>");
    }

    @Test
    void escapesWhatXmlReserves() {
        assertThat(escaped("<a href=\"x\">&amp;</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;");
        assertThat(escaped("'")).isEqualTo("'");
        assertThat(escaped("")).isEmpty();
    }

    @Test
    void writesControlCharactersAsReferences() {
        assertThat(escaped("\0\t\n\r\u001f\u007f\ufffe\uffff"))
                .isEqualTo("&#x0;&#x9;&#xa;&#xd;&#x1f;&#x7f;&#xfffe;&#xffff;");
    }

    @Test
    void leavesOtherCharactersAsTheyAre() {
        String text = "plain äöü \u0080 \ufffd \uD83D\uDE00";
        assertThat(escaped(text)).isEqualTo(text);
    }

    private static String escaped(String text) {
        String document = XmlWriter.plain("T").text("E", text).done();
        int from = document.indexOf("<E>") + 3;
        return document.substring(from, document.indexOf("</E>"));
    }
}
