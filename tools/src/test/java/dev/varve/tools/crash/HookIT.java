package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten kills of a server that delivers webhooks. `tools/varve crash webhooks` does the same a hundred
/// times.
class HookIT {
    @TempDir private Path work;

    @Test
    void everythingArrivesInOrderAndSignedThroughKills() throws Exception {
        HookRun run = new HookRun(work, System.nanoTime());
        run.run(10, _ -> {});
        assertThat(run.passed()).as(() -> String.join("\n", run.lines())).isTrue();
    }
}
