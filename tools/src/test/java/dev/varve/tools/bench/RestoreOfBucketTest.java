package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark with few keys, for what it proves rather than measures.
class RestoreOfBucketTest {
    private static final int KEYS = 20_000;

    /// The law says 250 ms; a busy machine's disk may add to it.
    private static final double LONGEST_WAIT_MILLIS = 1000;

    @TempDir private Path directory;

    @Test
    void bringsTheBucketBackAndTakesThatBackAndHardlyDelaysWriters() {
        Result result = new Result("restore", "few keys", Watch.NOBODY);
        new RestoreOfBucket(KEYS).run(directory, result);
        String all = String.join("\n", result.lines());
        assertThat(result.value("violations")).as(all).hasValue(0);
        assertThat(result.value("looks").orElse(0)).as(all).isPositive();
        for (String step : List.of("restore", "restoreSettling", "undo", "undoSettling")) {
            assertThat(result.value(step + "WorstWaitMs").orElseThrow())
                    .as(all)
                    .isBetween(0.0, LONGEST_WAIT_MILLIS);
        }
        assertThat(all).doesNotContain("found");
    }
}
