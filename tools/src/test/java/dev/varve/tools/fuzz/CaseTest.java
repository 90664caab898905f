package dev.varve.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CaseTest {
    @Test
    void showsEveryByteInOneLine() {
        byte[] bytes = {'G', ' ', '\r', '\n', '\\', 0, (byte) 0xff, '~', 127};
        assertThat(Case.raw("x", bytes).escaped(100)).isEqualTo("G \\r\\n\\\\\\x00\\xff~\\x7f");
        assertThat(Case.raw("x", bytes).escaped(1)).isEqualTo("G... (9 bytes)");
    }

    @Test
    void knowsWhatHasNoBodyInItsAnswer() {
        assertThat(Case.raw("x", "HEAD / HTTP/1.1").hasBodylessAnswer()).isTrue();
        assertThat(Case.raw("x", "HEADS").hasBodylessAnswer()).isFalse();
        assertThat(Case.raw("x", "HEA").hasBodylessAnswer()).isFalse();
        assertThat(Case.raw("x", "").hasBodylessAnswer()).isFalse();
    }

    @Test
    void isNoWholeRequestOnceBent() {
        Case whole = new Case("x", Case.raw("x", "abc").bytes(), true);
        Case bent = whole.mutated(new Dice(1));
        assertThat(bent.framed()).isFalse();
        assertThat(bent.family()).isEqualTo("x, bent");
    }
}
