package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampsTest {
    @Test
    void writesWholeSecondsWithMilliseconds() {
        assertThat(Timestamps.iso(Instant.parse("2026-01-02T03:04:05.678Z")))
                .isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(Timestamps.iso(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(Timestamps.iso(Instant.ofEpochMilli(-1))).isEqualTo("1969-12-31T23:59:59.000Z");
    }

    @Test
    void agreesWithTheLibrary() {
        Random random = new Random(4);
        for (int i = 0; i < 10_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(0, 253_402_300_800L));
            String expected = instant.truncatedTo(ChronoUnit.SECONDS).toString();
            assertThat(Timestamps.iso(instant)).isEqualTo(expected.replace("Z", ".000Z"));
        }
    }
}
