package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Some kills of a real process under load. `tools/varve crash` does the same a thousand times.
class CrashIT {
    private static final int KILLS = 10;

    /// Each takes the start of a server.
    private static final int KILLS_OF_SERVER = 5;

    @TempDir private Path work;

    @Test
    void keepsItsPromisesThroughKills() {
        assertThat(check(plan(KILLS)).notes()).containsKeys("snapshots", "purged", "reclaimed");
    }

    @Test
    void keepsItsPromisesThroughKillsOfServer() {
        check(plan(KILLS_OF_SERVER).through(Surface.S3).lasting(Duration.ofSeconds(3)));
    }

    private CrashHarness.Plan plan(int kills) {
        return CrashHarness.Plan.of(work.resolve("logs"), System.nanoTime(), kills);
    }

    private Verdict check(CrashHarness.Plan plan) {
        try (CrashHarness harness = CrashHarness.ofKills(work.resolve("volume"), plan)) {
            Verdict verdict = harness.run(_ -> {});
            assertThat(verdict.passed()).as(() -> String.join("\n", verdict.lines())).isTrue();
            assertThat(verdict.strikes()).isGreaterThanOrEqualTo(plan.strikes());
            return verdict;
        }
    }
}
