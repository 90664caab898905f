package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class MomentsTest {
    private final Moments moments = new Moments(() -> Instant.parse("2026-11-20T10:15:00Z"));

    @ParameterizedTest
    @CsvSource({
        "1h,                       2026-11-20T09:15:00Z",
        "90s,                      2026-11-20T10:13:30Z",
        "2d ago,                   2026-11-18T10:15:00Z",
        "1 hour ago,               2026-11-20T09:15:00Z",
        "30 minutes ago,           2026-11-20T09:45:00Z",
        "1 day ago,                2026-11-19T10:15:00Z",
        "2026-11-20T10:15:00Z,     2026-11-20T10:15:00Z",
        "2026-11-20T10:15:00+02:00, 2026-11-20T08:15:00Z",
        "12345,                    12345",
        "0,                        0"
    })
    void readsMomentsAsPeopleNameThem(String text, String moment) {
        assertThat(moments.convert(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "0h", "1 week ago", "2026-11-20", "-1"})
    void refusesOthers(String text) {
        assertThatThrownBy(() -> moments.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("1 hour ago");
    }

    @Test
    void takesTheClockOfThisMachine() {
        assertThat(Instant.parse(new Moments().convert("1h"))).isBefore(Instant.now());
    }
}
