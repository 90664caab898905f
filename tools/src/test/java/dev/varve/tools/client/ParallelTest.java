package dev.varve.tools.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelTest {
    @TempDir private Path work;

    @Test
    void runsNoMoreAtATimeThanItMay() throws IOException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Parallel.Task> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Patience.pause(Duration.ofMillis(5));
                running.decrementAndGet();
                done.incrementAndGet();
            });
        }
        Parallel.run(tasks, 3);
        assertThat(done).hasValue(20);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void beginsNoMoreAfterOneFailed() {
        AtomicInteger begun = new AtomicInteger();
        Parallel.Task bad =
                () -> {
                    begun.incrementAndGet();
                    throw new IOException("broken");
                };
        assertThatThrownBy(() -> Parallel.run(List.of(bad, bad, bad), 1))
                .isInstanceOf(IOException.class)
                .hasMessage("broken");
        assertThat(begun).hasValue(1);
        assertThatThrownBy(() ->
                        Parallel.run(
                                List.of(() -> {
                                    throw new Unreachable("gone", null);
                                }),
                                2))
                .isInstanceOf(Unreachable.class);
    }

    @Test
    void remembersWhatIsOpenUntilItIsForgotten() throws IOException {
        Resume resume = new Resume(Optional.of(work.resolve("a/b")), 1);
        assertThat(resume.recall("x")).isEmpty();
        resume.remember("x", "id");
        assertThat(resume.recall("x")).contains("id");
        assertThat(resume.recall("y")).isEmpty();
        resume.forget("x");
        assertThat(resume.recall("x")).isEmpty();
        assertThat(work.resolve("a/b")).isEmptyDirectory();
        assertThat(Files.exists(work.resolve("a"))).isTrue();
        assertThat(new Resume(Optional.empty(), 1).isPossible()).isFalse();
    }
}
