package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.SnapshotSettings;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The offline commands on a store whose journal was trimmed behind a snapshot.
class SnapshotCommandsTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private static final int OBJECTS = 200;

    @TempDir private Path work;
    private Path data;
    private Position oldest = Position.NONE;
    private Position newest = Position.NONE;
    private String out = "";
    private String err = "";

    private VarveConfig config() {
        SnapshotSettings settings =
                new SnapshotSettings(
                        Duration.ZERO, 0, 1, Optional.of(Duration.ZERO), Duration.ofDays(7));
        return VarveConfig.at(data)
                .space(0, 0)
                .journal(new VarveConfig.JournalSettings(72_000, 20, 64 << 10, settings));
    }

    @BeforeEach
    void fill() throws InterruptedException {
        data = work.resolve("data");
        try (Varve varve = Varve.open(config())) {
            varve.store()
                    .buckets()
                    .create(BUCKET, BucketSettings.DEFAULT.withHistoryWindow(Duration.ZERO))
                    .orThrow();
            put(varve, 0, OBJECTS);
            varve.snapshots().take(Snapshots.Watcher.NONE);
            put(varve, OBJECTS, OBJECTS + 20);
            newest = varve.position();
            assertThat(varve.audit().await(newest, Duration.ofSeconds(20))).isTrue();
            assertThat(varve.snapshots().trim().segments()).isNotEmpty();
            oldest = varve.journal().oldest();
        }
    }

    private static void put(Varve varve, int from, int to) {
        for (int i = from; i < to; i++) {
            ObjectKey key = ObjectKey.of("paper/" + i);
            varve.store().put(PutRequest.of(BUCKET, key, Body.of(new byte[] {1}))).orThrow();
        }
    }

    private int run(String... arguments) {
        StringWriter printed = new StringWriter();
        StringWriter failed = new StringWriter();
        int code =
                VarveCli.commandLine()
                        .setOut(new PrintWriter(printed, true))
                        .setErr(new PrintWriter(failed, true))
                        .execute(arguments);
        out = printed.toString();
        err = failed.toString();
        return code;
    }

    private Path snapshot() throws IOException {
        try (var files = Files.list(data.resolve("snapshots"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private String digestOf(String[] rebuild) {
        assertThat(run(rebuild)).as(err).isZero();
        return out.lines().filter(line -> line.startsWith("digest")).findFirst().orElseThrow();
    }

    @Test
    void listsAndVerifiesSnapshots() throws IOException {
        assertThat(run("snapshot", "ls", data.toString())).isZero();
        assertThat(out).contains(snapshot().getFileName().toString(), "position ", "made 20");
        assertThat(run("snapshot", "verify", data.toString())).isZero();
        assertThat(out).contains("rows, digest ", "sound").doesNotContain("NOT");
        byte[] bytes = Files.readAllBytes(snapshot());
        bytes[bytes.length / 2] ^= 1;
        Files.write(snapshot(), bytes);
        assertThat(run("snapshot", "verify", data.toString())).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out).contains("problem: " + snapshot(), "NOT SOUND");
    }

    @Test
    void verifiesWhatIsLeftOfTheJournal() {
        assertThat(run("journal", "verify", data.toString())).isZero();
        assertThat(out).contains("from " + oldest + " to ", "sound");
    }

    @Test
    void rebuildsTheSameViewFromTheSnapshotAndTheJournalBehindIt() {
        assertThat(run("view", "digest", data.toString())).isZero();
        String served = out;
        String rebuilt = digestOf(new String[] {"view", "rebuild", data.toString()});
        assertThat(served).contains(rebuilt.substring("digest ".length()));
        try (Varve varve = Varve.open(config())) {
            assertThat(varve.store().buckets().totalUsage().currentObjects())
                    .isEqualTo(OBJECTS + 20);
        }
    }

    @Test
    void makesTheViewOfAnEarlierPositionInADirectoryOfItsOwn() {
        Path into = work.resolve("then");
        String to = Long.toString(newest.value() - 5);
        String[] rebuild = {
            "view", "rebuild", data.toString(), "--to", to, "--into", into.toString()
        };
        assertThat(digestOf(rebuild)).isNotEmpty();
        assertThat(out).contains(to);
        assertThat(into.resolve("CURRENT")).exists();
        assertThat(run(rebuild)).as("it is there").isNotZero();
        assertThat(err).contains("is there already");
    }

    @Test
    void refusesAPositionBeforeAllThatIsLeft() {
        Path into = work.resolve("then");
        assertThat(run("view", "rebuild", data.toString(), "--to", "3", "--into", into.toString()))
                .isNotZero();
        assertThat(err).contains("the journal begins with event " + oldest);
        assertThat(into).doesNotExist();
    }

    @Test
    void wantsAPositionAndADirectoryOrNeither() {
        assertThat(run("view", "rebuild", data.toString(), "--to", "3")).isEqualTo(2);
        assertThat(err).contains("--into");
    }
}
