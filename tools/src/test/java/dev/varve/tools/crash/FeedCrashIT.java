package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Some kills of a consumer of events and of its server. `tools/varve crash feed` does more.
@Timeout(280)
class FeedCrashIT {
    private static final int KILLS = 20;

    @TempDir private Path work;

    @Test
    void consumerEndsWithExactlyWhatTheJournalSays() {
        FeedRun run = new FeedRun(work.resolve("feed"), System.nanoTime());
        run.run(KILLS, done -> {});
        assertThat(run.passed()).as(() -> String.join("\n", run.lines())).isTrue();
        assertThat(run.lines()).hasSize(2);
    }
}
