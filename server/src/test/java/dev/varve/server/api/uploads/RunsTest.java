package dev.varve.server.api.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {
    @Test
    void writesNumbersThatFollowEachOtherAsOneRun() {
        assertThat(Runs.text(List.of())).isEmpty();
        assertThat(Runs.text(List.of(4))).isEqualTo("4");
        assertThat(Runs.text(List.of(1, 2, 3))).isEqualTo("1-3");
        assertThat(Runs.text(List.of(1, 3, 4, 9))).isEqualTo("1, 3-4, 9");
    }
}
