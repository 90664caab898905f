package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Pace;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThrottleTest {
    private static final long SECOND = 1_000_000_000;
    private final AtomicLong now = new AtomicLong(-5);

    @Test
    void letsNoMorePassThanItsRate() {
        Throttle throttle = new Throttle(1000, now::get);
        assertThat(throttle.owed(500)).isEqualTo(SECOND / 2);
        assertThat(throttle.owed(1000)).isEqualTo(SECOND * 3 / 2);
        now.addAndGet(SECOND);
        assertThat(throttle.owed(1)).isEqualTo(SECOND / 2 + SECOND / 1000);
    }

    @Test
    void savesNothingUpWhileNobodyWorks() {
        Throttle throttle = new Throttle(1000, now::get);
        now.addAndGet(100 * SECOND);
        assertThat(throttle.owed(1000)).isEqualTo(SECOND);
    }

    @Test
    void asksForNoWaitWithoutARate() {
        assertThat(new Throttle(0, now::get).owed(Long.MAX_VALUE)).isZero();
    }

    @Test
    @Timeout(20)
    void endsThoseWhoWait() throws InterruptedException {
        Throttle throttle = new Throttle(1, System::nanoTime);
        Thread waiting =
                Thread.startVirtualThread(() ->
                        assertThatThrownBy(() -> throttle.took(1_000_000))
                                .isInstanceOf(Pace.Ended.class));
        throttle.stop();
        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        assertThat(throttle.goesOn()).isFalse();
    }
}
