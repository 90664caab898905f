package dev.varve.tools.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmlElementTest {
    private static XmlElement parse(String document) {
        return XmlElement.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsElementsInOrder() {
        XmlElement root =
                parse("<?xml version=\"1.0\"?><R xmlns=\"u\"><K>a&amp;b</K><P/><K>ä</K></R>");
        assertThat(root.name()).isEqualTo("R");
        assertThat(root.all("K")).extracting(XmlElement::text).containsExactly("a&b", "ä");
        assertThat(root.text("K")).isEqualTo("a&b");
        assertThat(root.text("P")).isEmpty();
        assertThat(root.first("Q")).isEmpty();
    }

    @Test
    void refusesWhatIsNoDocument() {
        assertThatThrownBy(() -> parse("<R>")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
