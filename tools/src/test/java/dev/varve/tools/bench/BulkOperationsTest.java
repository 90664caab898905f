package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark with few keys, for what it proves rather than measures.
class BulkOperationsTest {
    private static final int KEYS = 10_000;

    /// The law says 250 ms; a busy machine's disk may add to it.
    private static final double LONGEST_WAIT_MILLIS = 1000;

    @TempDir private Path directory;

    @Test
    void showsAllOrNothingToReadersAndHardlyDelaysWriters() {
        Result result = new Result("bulk", "few keys", Watch.NOBODY);
        new BulkOperations(KEYS).run(directory, result);
        String all = String.join("\n", result.lines());
        assertThat(result.value("violations")).as(all).hasValue(0);
        assertThat(result.value("looks").orElse(0)).as(all).isPositive();
        assertThat(result.value("moveWorstWaitMs").orElseThrow())
                .as(all)
                .isBetween(0.0, LONGEST_WAIT_MILLIS);
        assertThat(result.value("deleteWorstWaitMs").orElseThrow())
                .as(all)
                .isBetween(0.0, LONGEST_WAIT_MILLIS);
        assertThat(all).doesNotContain("found");
    }
}
