package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsRuleTest {
    private static CorsRule rule(String origin, String method, String header, String exposed) {
        return new CorsRule(
                "", List.of(origin), List.of(method), List.of(header), List.of(exposed), -1, false);
    }

    private static CorsRule withCredentials(String origin) {
        return new CorsRule("", List.of(origin), List.of("GET"), List.of(), List.of(), -1, true);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.test,     https://a.test,          true",
        "https://a.test,     https://a.test:8443,     false",
        "https://a.test,     http://a.test,           false",
        "https://a.test,     https://a.test.evil.com, false",
        "https://*.a.test,   https://b.a.test,        true",
        "https://*.a.test,   https://c.b.a.test,      true",
        "https://*.a.test,   https://.a.test,         true",
        "https://*.a.test,   https://a.test,          false",
        "https://*.a.test,   https://b.a.test.evil,   false",
        "start*end,          startend,                true",
        "start*end,          starend,                 false",
        "ab*ba,              aba,                     false",
        "*,                  null,                    true",
        "null,               null,                    true",
        "https://a.test,     null,                    false"
    })
    void takesOneStarForAnything(String pattern, String origin, boolean fits) {
        assertThat(rule(pattern, "GET", "x", "y").allowsOrigin(origin)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-*, X-Amz-Date, true",
        "X-Amz-*, x-amz-meta-a, true",
        "*, Authorization, true",
        "content-type, Content-Type, true",
        "content-type, content-length, false"
    })
    void takesHeadersWithoutCase(String pattern, String name, boolean fits) {
        assertThat(rule("*", "GET", pattern, "y").allowsHeader(name)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "a*b*c,        GET,     x,     y,   origins",
        "'',           GET,     x,     y,   origins",
        "'a b',        GET,     x,     y,   origins",
        "'a,b',        GET,     x,     y,   origins",
        "'a\r\nb',     GET,     x,     y,   origins",
        "*,            get,     x,     y,   methods",
        "*,            TRACE,   x,     y,   methods",
        "*,            OPTIONS, x,     y,   methods",
        "*,            *,       x,     y,   methods",
        "*,            GET,     x*y*z, y,   headers",
        "*,            GET,     'x y', y,   headers",
        "*,            GET,     x,     *,   exposed",
        "*,            GET,     x,     y:z, exposed"
    })
    void refusesWhatCannotBe(
            String origin, String method, String header, String exposed, String field) {
        assertThatExceptionOfType(CorsRule.Invalid.class)
                .isThrownBy(() -> rule(origin, method, header, exposed))
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.test,         true",
        "https://*.a.test,       true",
        "*,                      false",
        "https://*,              false",
        "https://*.com,          false",
        "https://a.test*,        false",
        "https://app*.a.test,    true",
        "*://a.test,             false"
    })
    void letsCredentialsGoOnlyToOneSite(String origin, boolean allowed) {
        if (allowed) {
            assertThat(withCredentials(origin).allowed("https://a.test"))
                    .isEqualTo("https://a.test");
        } else {
            assertThatExceptionOfType(CorsRule.Invalid.class)
                    .isThrownBy(() -> withCredentials(origin))
                    .withMessageContaining("credentials");
        }
    }

    @Test
    void limitsItsLists() {
        List<String> many = Collections.nCopies(CorsRule.MOST_ENTRIES + 1, "https://a.test");

        assertThatExceptionOfType(CorsRule.Invalid.class)
                .isThrownBy(() ->
                        new CorsRule("", many, List.of("GET"), List.of(), List.of(), -1, false));
    }

    @Test
    void comparesLongPatternsInTimeThatGrowsWithThemOnly() {
        String pattern = "a".repeat(100) + "*" + "a".repeat(100);

        assertThat(CorsRule.matches(pattern, "a".repeat(1_000_000) + "b")).isFalse();
    }
}
