package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    private enum Mode {
        LEGAL_HOLD,
        OFF
    }

    private record Part(int partNumber, String tag) {}

    private record Form(
            String key,
            Mode mode,
            List<Part> parts,
            Map<String, Part> named,
            @Nullable Instant until,
            boolean sure) {}

    private static final String WHOLE =
            """
            {"key":"k","mode":"legal-hold","parts":[{"part_number":1,"tag":"t"}],"named":{"a":{"tag":"u"}}}
            """;

    private static Form read(String json) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Form.class);
    }

    @Test
    void readsAndWritesNamesEnumsAndTimesAsTheDocumentSays() {
        Form form = read(WHOLE);

        assertThat(form.mode()).isEqualTo(Mode.LEGAL_HOLD);
        assertThat(form.parts()).containsExactly(new Part(1, "t"));
        assertThat(form.named()).containsEntry("a", new Part(0, "u"));
        assertThat(form.until()).isNull();
        assertThat(form.sure()).isFalse();
        assertThat(new String(Json.bytes(form), StandardCharsets.UTF_8))
                .contains("\"mode\":\"legal-hold\"", "\"part_number\":1")
                .doesNotContain("until");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "key":"k",             | ``                  | 'key' is missing.
                    "tag":"t"              | "tag":null          | 'parts[].tag' is missing.
                    {"tag":"u"}            | {}                  | 'named.a.tag' is missing.
                    {"tag":"u"}            | {"tag":"u","x":1}   | There is no field 'named.a.x'
                    "legal-hold"           | "LEGAL_HOLD"        | 'mode' has the wrong form
                    "legal-hold"           | 0                   | 'mode' has the wrong form
                    "key":"k"              | "key":"\\ud800"     | 'key' has half of a character in it.
                    "a":{"tag"             | "\\udc00":{"tag"    | 'named' has
                    "k"                    | 7                   | 'key' has the wrong form
                    """)
    void refusesWhatIsNotWhole(String part, String instead, String message) {
        assertThatThrownBy(() -> read(WHOLE.replace(part, instead)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.MALFORMED_JSON))
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesDepthWithoutEnd() {
        assertThatThrownBy(() -> read("{\"parts\":" + "[".repeat(10_000)))
                .isInstanceOf(Failed.class);
    }
}
