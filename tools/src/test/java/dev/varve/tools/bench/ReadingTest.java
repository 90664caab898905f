package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadingTest {
    /// 200 requests of 1 to 200 ms by two connections in ten seconds, 2 GB, 1 s of the server's CPU.
    private final Reading reading =
            new Reading(
                    List.of(millis(1, 100), millis(101, 200)),
                    2_000_000_000L,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1));

    private static Step nothing() {
        return _ -> 0;
    }

    private static long[] millis(int from, int to) {
        return LongStream.rangeClosed(from, to).map(each -> each * 1_000_000).toArray();
    }

    @Test
    void tellsRatesAndCosts() {
        assertThat(reading.perSecond()).isEqualTo(20);
        assertThat(reading.megabytesPerSecond()).isEqualTo(200);
        assertThat(reading.cpuMicros()).isCloseTo(5000, within(1e-6));
        assertThat(reading.cpuSecondsPerGigabyte()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void tellsLatenciesOfAllConnectionsTogether() {
        assertThat(reading.percentile(0.5)).isEqualTo(101);
        assertThat(reading.percentile(0.99)).isEqualTo(199);
        assertThat(reading.percentile(1)).isEqualTo(200);
        assertThat(reading.percentiles()).hasSize(99).isSorted();
    }

    @Test
    void tellsCostOfWhatTheWorkIsAbout() {
        Result result = new Result("x", "y", Watch.NOBODY);
        reading.tell(result, "a.", Work.small("a", ReadingTest::nothing));
        reading.tell(result, "b.", Work.small("b", ReadingTest::nothing).of(1000));
        reading.tell(result, "c.", Work.large("c", ReadingTest::nothing));
        assertThat(result.value("a.serverCpuMicros")).hasValue(5000);
        assertThat(result.value("b.serverCpuMicrosPerItem")).hasValue(5);
        assertThat(result.value("c.serverCpuSecondsPerGigabyte")).hasValue(0.5);
        assertThat(result.value("c.serverCpuMicros")).isEmpty();
    }
}
