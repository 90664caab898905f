package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every blow there is to three nodes, their clocks and the links between them. `tools/varve crash
/// cluster` goes on for longer.
@Timeout(400)
class ClusterCrashIT {
    private static final Duration LASTS = Duration.ofSeconds(65);

    @TempDir private Path work;

    @Test
    void nodesComeToHoldTheSameThroughKillsPartitionsAndWrongClocks() throws Exception {
        ClusterRun run = new ClusterRun(work, System.nanoTime());
        run.run(LASTS, _ -> {});
        assertThat(run.passed()).as(() -> String.join("\n", run.lines())).isTrue();
    }
}
