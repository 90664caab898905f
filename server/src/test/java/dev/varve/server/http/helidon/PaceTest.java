package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpConfig.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Timeouts TIMEOUTS = Timeouts.DEFAULT;
    private final Pace pace = new Pace();

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void blamesNobodyWhoIsNotWaitedFor() {
        assertThat(pace.isStalled(in(Duration.ofHours(1)), TIMEOUTS)).isFalse();
        assertThat(pace.isStuck(in(Duration.ofHours(1)), TIMEOUTS)).isFalse();
        pace.begin();
        pace.end(0);
        assertThat(pace.isStalled(in(Duration.ofHours(1)), TIMEOUTS)).isFalse();
    }

    @Test
    void givesUpWhenNothingComes() {
        pace.begin();
        assertThat(pace.isStalled(in(Duration.ofSeconds(19)), TIMEOUTS)).isFalse();
        assertThat(pace.isStalled(in(Duration.ofSeconds(21)), TIMEOUTS)).isTrue();
    }

    @Test
    void givesMoreTimeForAnswersThanForBodies() {
        pace.begin();
        assertThat(pace.isStuck(in(Duration.ofSeconds(59)), TIMEOUTS)).isFalse();
        assertThat(pace.isStuck(in(Duration.ofSeconds(61)), TIMEOUTS)).isTrue();
    }

    @Test
    void wantsTheRateOnlyOverTimeThatWasWaited() throws InterruptedException {
        Timeouts quick =
                new Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(100),
                        1000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            pace.begin();
            Thread.sleep(50);
            pace.end(10);
        }
        pace.begin();
        assertThat(pace.isStalled(System.nanoTime(), quick)).as("30 bytes in 150 ms").isTrue();
        pace.end(1000);
        pace.begin();
        assertThat(pace.isStalled(System.nanoTime(), quick)).as("1030 bytes").isFalse();
        pace.reset();
        assertThat(pace.isStalled(System.nanoTime(), quick)).isFalse();
    }
}
