package dev.varve.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short run; `tools/varve fuzz s3` does the same for ten minutes. `-Dvarve.fuzz.seed=N` repeats
/// one, `-Dvarve.fuzz.seconds=N` makes it longer.
class FuzzSimulation {
    @Test
    void serverKeepsItsPromises(@TempDir Path directory) {
        long seed = Long.getLong("varve.fuzz.seed", System.nanoTime());
        Duration during = Duration.ofSeconds(Integer.getInteger("varve.fuzz.seconds", 60));
        FuzzReport report = new FuzzRun(directory, seed, during).run(_ -> {});
        assertThat(report.passed()).as(() -> String.join("\n", report.lines())).isTrue();
    }
}
