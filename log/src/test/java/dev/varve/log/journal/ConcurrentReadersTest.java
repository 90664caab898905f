package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readers at the heels of the writer, over many segments.
class ConcurrentReadersTest {
    private static final int READERS = 4;
    private static final int EVENTS = 3000;

    @TempDir Path directory;

    @Test
    void followTheWriterWithoutGapsAndNeverPastWhatIsDurable() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            JournalWriter writer = journal.claim();
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                Position from = new Position(random.nextInt(3));
                readers.add(threads.submit(() -> follow(journal, from)));
            }
            for (int n = 0; n < EVENTS; ) {
                int batch = 1 + random.nextInt(20);
                JournalKit.append(writer, n, n + batch);
                n += batch;
            }
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).as("seed %d", seed).isGreaterThanOrEqualTo(EVENTS);
            }
            assertThat(journal.segments()).hasSizeGreaterThan(50);
        }
    }

    private static Long follow(ChronicleJournal journal, Position from)
            throws InterruptedException {
        long expected = from.value();
        try (JournalCursor cursor = journal.read(from)) {
            while (expected < EVENTS) {
                assertThat(cursor.await(Duration.ofSeconds(30))).isTrue();
                Recorded next = Objects.requireNonNull(cursor.next());
                assertThat(next.position().value()).isEqualTo(expected);
                assertThat(next.position().isAfter(journal.durable())).isFalse();
                expected++;
            }
        }
        return expected;
    }
}
