package dev.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OnwardClockTest {
    private static final Instant BEGIN = Instant.parse("2026-05-01T10:00:00Z");
    private Instant wall = BEGIN;
    private final OnwardClock clock = new OnwardClock(() -> wall);

    private Duration after(Duration step) {
        wall = wall.plus(step);
        return Duration.between(BEGIN, clock.instant());
    }

    @Test
    void goesOnFromWhereItWasWhenTheClockIsSetBack() {
        assertThat(after(Duration.ZERO)).isEqualTo(Duration.ZERO);
        assertThat(after(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(after(Duration.ofMinutes(-10))).isEqualTo(Duration.ofSeconds(5));
        assertThat(after(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(6));
        assertThat(after(Duration.ofMinutes(-1))).isEqualTo(Duration.ofSeconds(6));
        assertThat(after(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(8));
    }
}
