package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsUtf8() {
        assertThat(Fields.decoded("plain")).isEqualTo("plain");
        assertThat(Fields.decoded("")).isEmpty();
        assertThat(Fields.decoded(bytes("gr\u00fc\u00df \ud83c\udf0a")))
                .isEqualTo("gr\u00fc\u00df \ud83c\udf0a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00ff", "\u00c3", "\u00c3(", "\u00ed\u00a0\u0080", "\uFFFD", "a\uFFFDb"})
    void knowsWhatIsNot(String bytes) {
        assertThat(Fields.decoded(bytes)).isNull();
    }

    @Test
    void writesAsciiAsItIsAndTheRestAsInMail() {
        assertThat(Fields.encoded("a \t~=?")).isEqualTo("a \t~=?");
        assertThat(Fields.encoded("\u4f60")).isEqualTo("=?UTF-8?B?5L2g?=");
    }

    @Test
    void leavesOutBlanksAroundAValueSoThatAnAnswerGoesOutAtAll() throws Exception {
        assertThat(Fields.encoded("\t/ \t")).isEqualTo("/");
        assertThat(Fields.encoded(" \t")).isEmpty();
        Handler handler = request -> Sample.text("whole").header("x-amz-meta-a", "\t/ ");
        try (HttpListener listener = Sample.listen(handler);
                RawClient raw = RawClient.to(listener.port())) {
            raw.say("GET / HTTP/1.1\nHost: h\nConnection: close\n\n");
            String answer = new String(raw.readAll(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("whole");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "\n", "\u0000", "\u007f", "\u001b"})
    void refusesWhatWouldEndAHeader(String value) {
        assertThatThrownBy(() -> Fields.encoded(value)).isInstanceOf(Failed.class);
    }
}
