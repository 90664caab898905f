package dev.varve.projections.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.RandomStory;
import dev.varve.projections.objects.Story;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed in the middle of one batch: after a part of its statements, before it commits.
@Timeout(120)
class SqlKillTest {
    private static final int BEFORE = 200;
    private static final int EVENTS = 1200;

    @TempDir private Path directory;
    private final long seed = System.nanoTime();

    private static List<Recorded> told(long seed) {
        try (MemoryViewStore store = new MemoryViewStore()) {
            RandomStory story = new RandomStory(seed, store);
            story.tell(EVENTS);
            return List.copyOf(story.told());
        }
    }

    /// The process: commits some events, then takes all others as one batch and never comes to its end.
    public static void main(String[] arguments) {
        List<Recorded> told = told(Long.parseLong(arguments[1]));
        try (SqlView view = SqlView.open(Path.of(arguments[0]))) {
            view.apply(told.subList(0, BEFORE));
            view.apply(new Endless(told.subList(BEFORE, told.size())));
        }
    }

    /// Says when it is in the middle.
    private static final class Endless extends ArrayList<Recorded> {
        private static final long serialVersionUID = 1L;

        private Endless(List<Recorded> events) {
            super(events);
        }

        @Override
        public Iterator<Recorded> iterator() {
            Iterator<Recorded> all = super.iterator();
            return new Iterator<>() {
                private int given;

                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public Recorded next() {
                    given++;
                    if (given == EVENTS / 2) {
                        System.out.println("in the middle");
                        System.out.flush();
                        await();
                    }
                    return all.next();
                }
            };
        }

        private static void await() {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void leavesNothingOfTheBatchAndGoesOn() throws Exception {
        Path file = directory.resolve("varve.db");
        runAndKill(file);
        List<Recorded> told = told(seed);
        Position committed = new Position(BEFORE - 1);
        try (SqlView view = SqlView.open(file)) {
            assertThat(view.position()).isEqualTo(committed);
            assertSame(file, told.subList(0, BEFORE));
            view.apply(told.subList(BEFORE, told.size()));
        }
        assertSame(file, told);
    }

    private void assertSame(Path file, List<Recorded> events) throws SQLException {
        try (MemoryViewStore store = new MemoryViewStore();
                SqlTables tables = new SqlTables(file)) {
            Story again = new Story(store);
            events.forEach(again::retell);
            for (BucketId bucket : RandomStory.BUCKETS) {
                assertThat(tables.versions(bucket))
                        .as("seed %s", seed)
                        .isEqualTo(SqlTables.versions(again.view(), bucket));
                assertThat(tables.usage(bucket)).isEqualTo(SqlTables.usage(again.view(), bucket));
            }
            assertThat(tables.rows("SELECT count(*), max(position) FROM events"))
                    .containsExactly(events.size() + "|" + (events.size() - 1));
        }
    }

    private void runAndKill(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(argument -> argument.startsWith("-javaagent"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SqlKillTest.class.getName(), file.toString(), Long.toString(seed)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("in the middle");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
