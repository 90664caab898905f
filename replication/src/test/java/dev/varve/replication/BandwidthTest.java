package dev.varve.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Pace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private static final long MEGABYTE = 1 << 20;
    private long nanos = 5;
    private Duration slept = Duration.ZERO;

    private Bandwidth of(long perSecond) {
        return new Bandwidth(perSecond, () -> nanos, this::sleep);
    }

    private void sleep(Duration time) {
        slept = slept.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void letsABurstPassAndThenMakesWait() {
        Bandwidth bandwidth = of(MEGABYTE);
        assertThat(bandwidth.take(MEGABYTE / 4)).isZero();
        assertThat(bandwidth.take(MEGABYTE / 2)).isEqualTo(Duration.ofMillis(500));
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(bandwidth.take(MEGABYTE / 4)).isZero();
        assertThat(bandwidth.take(1)).isPositive();
        assertThat(bandwidth.total()).isEqualTo(MEGABYTE + 1);
    }

    @Test
    void keepsToTheLimitOverTimeWhateverTheSizes() throws InterruptedException {
        Bandwidth bandwidth = of(MEGABYTE);
        for (int i = 0; i < 1_000; i++) {
            bandwidth.spend(100L * (i % 300));
        }
        double seconds = slept.toNanos() / 1e9;
        double least = (bandwidth.total() - MEGABYTE / 4.0 - 30_000) / MEGABYTE;
        assertThat(seconds).isBetween(least, least + 0.1);
    }

    @Test
    void changesTheLimitWhileInUse() {
        Bandwidth bandwidth = of(MEGABYTE);
        assertThat(bandwidth.take(MEGABYTE)).isEqualTo(Duration.ofMillis(750));
        bandwidth.limit(2 * MEGABYTE);
        assertThat(bandwidth.limit()).isEqualTo(2 * MEGABYTE);
        assertThat(bandwidth.take(0)).isEqualTo(Duration.ofMillis(375));
        bandwidth.limit(0);
        assertThat(bandwidth.take(100 * MEGABYTE)).isZero();
    }

    @Test
    void refusesLimitsThatStopEverything() {
        Bandwidth bandwidth = Bandwidth.unlimited();
        assertThatThrownBy(() -> bandwidth.limit(Bandwidth.LOWEST - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16384");
        assertThatThrownBy(() -> bandwidth.limit(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bandwidth.take(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(bandwidth.take(Long.MAX_VALUE / 2)).isZero();
    }

    @Test
    void endsWorkInTheBackgroundWhenItsThreadIsInterrupted() {
        Bandwidth bandwidth =
                new Bandwidth(
                        MEGABYTE,
                        () -> nanos,
                        _ -> {
                            throw new InterruptedException();
                        });
        bandwidth.took(10);
        assertThat(bandwidth.goesOn()).isTrue();
        assertThatThrownBy(() -> bandwidth.took(MEGABYTE)).isInstanceOf(Pace.Ended.class);
        assertThat(bandwidth.goesOn()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
