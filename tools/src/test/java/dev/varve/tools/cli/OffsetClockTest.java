package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetClockTest {
    @TempDir private Path work;

    private Path saying(String text) throws IOException {
        return Files.writeString(work.resolve("clock"), text);
    }

    @Test
    void isAsWrongAsTheFileSaysAtTheTime() throws Exception {
        OffsetClock clock = new OffsetClock(saying("-300000\n"));
        assertThat(Duration.between(clock.instant(), Instant.now()))
                .isBetween(Duration.ofSeconds(299), Duration.ofSeconds(330));
        saying("300000");
        Thread.sleep(30);
        assertThat(Duration.between(Instant.now(), clock.instant()))
                .isBetween(Duration.ofSeconds(270), Duration.ofSeconds(301));
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws IOException {
        assertThatThrownBy(() -> new OffsetClock(work.resolve("gone")))
                .isInstanceOf(UncheckedIOException.class);
        Path words = saying("a while");
        assertThatThrownBy(() -> new OffsetClock(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no number of milliseconds");
    }
}
