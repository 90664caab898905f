package dev.varve.tools.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Patience patience =
            new Patience(6, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofMillis(1000));

    @Test
    void waitsTwiceAsLongEachTimeUpToALimit() {
        for (int i = 0; i < 100; i++) {
            assertThat(patience.after(1, Optional.empty()).orElseThrow())
                    .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
            assertThat(patience.after(3, Optional.empty()).orElseThrow())
                    .isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
            assertThat(patience.after(5, Optional.empty()).orElseThrow())
                    .isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        }
        assertThat(patience.after(6, Optional.empty())).isEmpty();
    }

    @Test
    void doesAsTheServerSaysWithinReason() {
        Optional<Duration> half = Optional.of(Duration.ofMillis(500));
        assertThat(patience.after(1, half)).isEqualTo(half);
        assertThat(patience.after(1, Optional.of(Duration.ofSeconds(2)))).isEmpty();
    }

    @Test
    void readsSecondsAndDates() {
        assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("99999999999999999999", NOW)).contains(Duration.ofDays(1));
        assertThat(RetryAfter.parse("Thu, 1 Jan 2026 00:00:30 GMT", NOW))
                .contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Thu, 1 Jan 1970 00:00:30 GMT", NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
    }

    @Test
    void showsWhatCouldMoveACursor() {
        assertThat(Printable.of("plain ü \uD83D\uDE00")).isEqualTo("plain ü \uD83D\uDE00");
        assertThat(Printable.of("a\u001b[2J\n\u202eb")).isEqualTo("a\\u001b[2J\\u000a\\u202eb");
    }
}
