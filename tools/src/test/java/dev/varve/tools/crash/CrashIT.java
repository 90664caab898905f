package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten kills of a real process under load. `tools/varve crash` does the same a thousand times.
class CrashIT {
    private static final int KILLS = 10;

    @Test
    void keepsItsPromisesThroughKills(@TempDir Path work) {
        CrashHarness.Plan plan =
                CrashHarness.Plan.of(work.resolve("logs"), System.nanoTime(), KILLS);
        try (CrashHarness harness = CrashHarness.ofKills(work.resolve("volume"), plan)) {
            Verdict verdict = harness.run(_ -> {});
            assertThat(verdict.passed()).as(() -> String.join("\n", verdict.lines())).isTrue();
            assertThat(verdict.strikes()).isGreaterThanOrEqualTo(KILLS);
        }
    }
}
