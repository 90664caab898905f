package dev.varve.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Hash256;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.Snapshots;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A store that takes snapshots and trims its journal without end, under load, and is killed, over and
/// over: what was acknowledged is there, and a view made of a snapshot and what is left of the journal
/// is the one that serves.
@Timeout(280)
class SnapshotCrashIT {
    private static final int KILLS = Integer.getInteger("varve.snapshot.kills", 10);
    private static final BucketName BUCKET = new BucketName("papers");
    private static final int WRITERS = 2;
    private static final int KEYS = 40;
    private static final String GONE = "gone";

    @TempDir Path home;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /// What each key holds by the last answer for it, and what was asked since, without an answer.
    private final Map<String, String> acknowledged = new HashMap<>();

    private final Map<String, String> asked = new HashMap<>();
    private final Map<String, String> found = new HashMap<>();
    private long snapshots;
    private long trimmed;

    private static Varve open(Path data) {
        SnapshotSettings settings =
                new SnapshotSettings(
                        Duration.ZERO, 0, 2, Optional.of(Duration.ofMillis(1)), Duration.ofDays(7));
        return Varve.open(
                VarveConfig.at(data)
                        .journal(new VarveConfig.JournalSettings(72_000, 20, 64 << 10, settings))
                        .space(0, 0));
    }

    /// The process. It says what it is about to do, and what was answered.
    public static void main(String[] arguments) {
        Varve varve = open(Path.of(arguments[0]));
        Random random = new Random(Long.parseLong(arguments[1]));
        BucketSettings noWindow = BucketSettings.DEFAULT.withHistoryWindow(Duration.ZERO);
        varve.store().buckets().create(BUCKET, noWindow);
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            Random own = new Random(random.nextLong());
            start(() -> write(varve.store(), writer, own));
        }
        start(() -> tidy(varve, random));
    }

    private static void start(Runnable endless) {
        Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, failure) -> {
                    failure.printStackTrace();
                    Runtime.getRuntime().halt(1);
                })
                .start(endless);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void write(ObjectStore store, int writer, Random random) {
        for (long i = 0; true; i++) {
            String key = writer + "/" + random.nextInt(KEYS);
            String value = random.nextInt(10) == 0 ? GONE : key + " " + random.nextLong();
            say("ask " + key + " " + value);
            if (value.equals(GONE)) {
                store.delete(BUCKET, ObjectKey.of(key)).orThrow();
            } else {
                Body body = Body.of(value.getBytes(UTF_8));
                store.put(PutRequest.of(BUCKET, ObjectKey.of(key), body)).orThrow();
            }
            say("ack " + key + " " + i);
        }
    }

    private static void tidy(Varve varve, Random random) {
        try {
            while (true) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> {
                        varve.snapshots().take(Snapshots.Watcher.NONE);
                        say("snapshots 1");
                    }
                    case 3, 4, 5 -> say("trimmed " + varve.snapshots().trim().segments().size());
                    case 6 -> varve.snapshots().rebuild((position, goal) -> {});
                    default -> varve.maintenance().flush();
                }
                Thread.sleep(random.nextInt(20));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void keepsWhatWasAcknowledgedAndComesBackFromSnapshotAndTail() throws Exception {
        Path data = home.resolve("data");
        Path other = home.resolve("other");
        Position oldest = Position.FIRST;
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(data, 50 + random.nextInt(500));
            ViewFiles.delete(other);
            ViewDeath.copy(data, other);
            ViewFiles.delete(other.resolve("view"));
            oldest = assertHolds(data);
            assertThat(assertHolds(other)).isEqualTo(oldest);
            assertThat(digest(other)).as("seed %d, kill %d", seed, kill).isEqualTo(digest(data));
            assertThat(new JournalVerifier(data.resolve("journal")).verify().problems())
                    .as("seed %d, kill %d", seed, kill)
                    .isEmpty();
            // What was asked without an answer was done or not: from here on it counts as found.
            asked.putAll(found);
            acknowledged.putAll(found);
        }
        assertThat(snapshots).as("snapshots, seed %d", seed).isGreaterThan(KILLS / 2);
        assertThat(trimmed).as("segments trimmed, seed %d", seed).isPositive();
        assertThat(oldest).as("seed %d", seed).isGreaterThan(Position.FIRST);
        System.out.printf(
                "%d kills, %d snapshots, %d segments trimmed, the journal begins with %s%n",
                KILLS, snapshots, trimmed, oldest);
    }

    /// Answers with which event the journal begins.
    private Position assertHolds(Path data) {
        try (Varve varve = open(data)) {
            for (String key : asked.keySet()) {
                String value = read(varve, key);
                assertThat(value)
                        .as("%s, seed %d", key, seed)
                        .isIn(asked.get(key), acknowledged.getOrDefault(key, GONE));
                found.put(key, value);
            }
            return varve.journal().oldest();
        }
    }

    private static String read(Varve varve, String key) {
        ReadResult read = varve.store().get(ReadRequest.of(BUCKET, ObjectKey.of(key)));
        if (read instanceof ReadResult.Found(ObjectBody body)) {
            try (body) {
                return new String(body.readAll(), UTF_8);
            }
        }
        assertThat(((ReadResult.Refused) read).refusal().reason())
                .isEqualTo(Refusal.Reason.NO_SUCH_KEY);
        return GONE;
    }

    private static Hash256 digest(Path store) {
        try (ViewStore views = RocksViewStore.open(store.resolve("view").resolve("objects"));
                ViewSnapshot snapshot = views.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private void runAndKill(Path data, int lines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.removeIf(argument -> argument.startsWith("-javaagent"));
        // It lives for seconds.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(SnapshotCrashIT.class.getName());
        command.addAll(List.of(data.toString(), Long.toString(random.nextLong())));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (int i = 0; i < lines; i++) {
                String line = out.readLine();
                assertThat(line)
                        .as("the process must not end by itself, seed %d", seed)
                        .isNotNull();
                take(line);
            }
            process.toHandle().destroyForcibly(); // unlike the process, keeps its output readable
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                take(line);
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// The last line may be cut short between its words: then it was not said.
    private void take(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "ask" -> {
                if (words.length == 3) {
                    asked.put(words[1], words[2]);
                }
            }
            case "ack" -> {
                if (words.length == 3) {
                    acknowledged.put(words[1], asked.getOrDefault(words[1], GONE));
                }
            }
            case "snapshots" -> snapshots++;
            case "trimmed" -> trimmed += words.length == 2 ? Long.parseLong(words[1]) : 0;
            default -> {} // what libraries say
        }
    }
}
