package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Event;
import dev.varve.log.JournalWriter;
import dev.varve.log.Recorded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writing process that is killed, over and over, on the same journal.
class KillTest {
    private static final int KILLS = Integer.getInteger("varve.journal.kills", 3);
    private static final int BATCH = 7;

    /// Lives for a second.
    private static final List<String> SMALL_JVM =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir Path directory;

    /// The process: appends batches and prints each acknowledged position.
    public static void main(String[] arguments) {
        JournalOptions options = JournalKit.options(Path.of(arguments[0]));
        ChronicleJournal journal = JournalKit.open(options.withSegmentBytes(1 << 20));
        JournalWriter writer = journal.claim();
        long n = Long.parseLong(arguments[1]);
        while (true) {
            System.out.println(JournalKit.append(writer, n, n + BATCH) + " " + (n + BATCH));
            System.out.flush();
            n += BATCH;
        }
    }

    @Test
    void keepsEverythingAcknowledgedWheneverItIsKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long written = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Acknowledged acknowledged = runAndKill(written, 5 + random.nextInt(300));
            List<Long> numbers = new ArrayList<>();
            try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
                assertThat(journal.durable().value())
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(acknowledged.position());
                for (Recorded each : JournalKit.readAll(journal)) {
                    if (each.event() instanceof Event.ObjectDeleted deleted) {
                        numbers.add(Long.parseLong(deleted.key().toString().substring(9)));
                    }
                }
            }
            for (int i = 0; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(i);
            }
            assertThat(numbers).hasSizeGreaterThanOrEqualTo((int) acknowledged.count());
            written = numbers.size();
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    private record Acknowledged(long position, long count) {
        static Acknowledged parse(String line) {
            int space = line.indexOf(' ');
            return new Acknowledged(
                    Long.parseLong(line.substring(0, space)),
                    Long.parseLong(line.substring(space + 1)));
        }
    }

    /// Answers what was acknowledged last.
    private Acknowledged runAndKill(long from, int lines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(argument -> argument.startsWith("-javaagent"));
        command.addAll(SMALL_JVM);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(KillTest.class.getName());
        command.add(directory.toString());
        command.add(Long.toString(from));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String last = "-1 0";
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                String line = out.readLine();
                assertThat(line).as("the process must not end by itself").isNotNull();
                last = line;
            }
            process.toHandle().destroyForcibly(); // unlike the process, keeps its output readable
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line.matches("\\d+ \\d+") ? line : last;
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        return Acknowledged.parse(last);
    }
}
