package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ETag;
import dev.varve.server.http.Headers;
import dev.varve.server.store.Preconditions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionsTest {
    private static List<String> tags(String header, boolean weak) {
        return Conditions.tags(List.of(header), weak).stream().map(ETag::value).toList();
    }

    @Test
    void readsTagsQuotedOrNotAndInLists() {
        assertThat(tags("\"a\"", false)).containsExactly("a");
        assertThat(tags("a", false)).containsExactly("a");
        assertThat(tags("\"a\", b ,\"c,d\"", false)).containsExactly("a", "b", "c,d");
        assertThat(tags("*", false)).containsExactly("*");
        assertThat(tags("", false)).isEmpty();
        assertThat(tags(" , ,", false)).isEmpty();
    }

    @Test
    void matchesWeakTagsOnlyWhereThatIsEnough() {
        assertThat(tags("W/\"a\"", true)).containsExactly("a");
        assertThat(tags("W/\"a\"", false)).containsExactly("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"*\"", "\"\"", "a\"b", "W/*", "\"unclosed"})
    void matchesNothingForNonsense(String header) {
        assertThat(tags(header, false)).containsExactly("-");
    }

    @Test
    void matchesNothingForTagsThatAreTooLong() {
        assertThat(tags("x".repeat(129), true)).containsExactly("-");
    }

    @Test
    void joinsHeadersOfOneName() {
        Headers headers = new Headers().add("If-Match", "\"a\"").add("if-match", "\"b\"");

        assertThat(Conditions.ofWrite(headers).ifMatch())
                .containsExactly(new ETag("a"), new ETag("b"));
    }

    @Test
    void ignoresDatesOnWrites() {
        Headers headers =
                new Headers()
                        .add("if-modified-since", "Mon, 01 Jan 2001 00:00:00 GMT")
                        .add("if-unmodified-since", "Mon, 01 Jan 2001 00:00:00 GMT");

        assertThat(Conditions.ofWrite(headers)).isEqualTo(Preconditions.NONE);
        assertThat(Conditions.ofRead(headers).ifModifiedSince())
                .isEqualTo(Instant.parse("2001-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void readsAllThreeFormsOfDates(String text) {
        assertThat(HttpDates.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "Mon, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"})
    void ignoresOtherDates(String text) {
        assertThat(HttpDates.parse(text)).isEmpty();
    }

    @Test
    void writesDatesInTheOneForm() {
        assertThat(HttpDates.text(Instant.parse("1994-11-06T08:49:37.999Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
