package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.server.store.Body;
import dev.varve.server.store.OtherNode;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The offline commands on a real data directory, whole and damaged.
class OfflineCommandsTest {
    private static final BucketName BUCKET = new BucketName("photos");
    private static final int LARGE = 300_000;

    @TempDir private Path work;
    private Path data;
    private String out = "";
    private String err = "";

    @BeforeEach
    void fill() {
        data = work.resolve("data");
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            varve.store().buckets().create(BUCKET).orThrow();
            put(varve, "a \"quoted\" key", 100);
            put(varve, "large", LARGE);
        }
    }

    private static void put(Varve varve, String key, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        varve.store().put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(bytes))).orThrow();
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

    private int on(String command) {
        return run(
                Stream.concat(Stream.of(command.split(" ")), Stream.of(data.toString()))
                        .toArray(String[]::new));
    }

    private Path file(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(directory))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, byte[] marker) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(bytes, marker);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[at] ^ 1)}), at);
        }
    }

    private static int indexOf(byte[] bytes, byte[] marker) {
        for (int at = 0; at <= bytes.length - marker.length; at++) {
            if (Arrays.equals(bytes, at, at + marker.length, marker, 0, marker.length)) {
                return at;
            }
        }
        throw new AssertionError("the file does not hold what it should");
    }

    private void damageJournal() throws IOException {
        flip(file("journal", ".cq4"), "quoted".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void verifiesSoundJournal() {
        assertThat(on("journal verify")).isZero();
        assertThat(out).contains("segments 1", "checkpoints", "sound").doesNotContain("problem");
    }

    @Test
    void verifyNamesFileAndPlaceOfDamage() throws IOException {
        damageJournal();
        assertThat(on("journal verify")).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out).contains("problem: ", ".cq4 at byte ", "NOT SOUND");
    }

    @Test
    void dumpsEventsAsLinesOfJson() {
        assertThat(on("journal dump")).isZero();
        List<String> lines = out.lines().toList();
        assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(lines.get(0)).contains("\"type\":\"Started\"", "\"position\":0");
        assertThat(out)
                .contains("\"type\":\"BucketCreated\"", "\"name\":\"photos\"")
                .contains("\"key\":\"a \\\"quoted\\\" key\"", "\"blob\":\"sha256:");
    }

    @Test
    void provesAndDumpsWhatOtherNodesDid() {
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            OtherNode other = new OtherNode(varve.journal().cluster(), InstantSource.system());
            other.tell(varve, other.started(), OtherNode.created(77, "theirs"));
            other.tell(varve, OtherNode.created(78, "more"));
        }
        assertThat(on("journal verify")).as(out + err).isZero();
        assertThat(on("journal dump")).isZero();
        assertThat(out)
                .contains("\"type\":\"EventsImported\"", "\"name\":\"theirs\"", "\"name\":\"more\"")
                .contains("\"origin\":\"" + OtherNode.ORIGIN + "\"");
    }

    @Test
    void dumpsOnlyPositionsAskedFor() {
        assertThat(on("journal dump --from 1 --to 2")).isZero();
        assertThat(out.lines()).hasSize(2).first().asString().contains("\"position\":1,");
    }

    @Test
    void dumpsWhatCanBeReadOfDamagedJournal() throws IOException {
        damageJournal();
        assertThat(on("journal dump")).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out).contains("BucketCreated");
        assertThat(err).contains("problem: ");
    }

    @Test
    void rebuiltViewHasTheSameDigest() throws IOException {
        assertThat(on("view digest")).isZero();
        String before = lineWith("digest");
        assertThat(lineWith("shared")).matches("shared [0-9a-f]{64}").isNotEqualTo(before);
        Files.createDirectories(data.resolve("view/objects.next"));
        assertThat(on("view rebuild")).isZero();
        assertThat(lineWith("digest")).isEqualTo(before);
        assertThat(data.resolve("view").toFile().list()).containsOnly("objects", "audit");
        assertThat(on("view digest")).isZero();
        assertThat(lineWith("digest")).isEqualTo(before);
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            assertThat(varve.position()).isGreaterThan(Position.NONE);
        }
    }

    private String lineWith(String word) {
        return out.lines().filter(line -> line.startsWith(word)).findFirst().orElseThrow();
    }

    @Test
    void rebuildKeepsOldViewWhenJournalIsDamaged() throws IOException {
        on("view digest");
        String before = lineWith("digest");
        damageJournal();
        assertThat(on("view rebuild")).isEqualTo(ExitCodes.DAMAGED);
        assertThat(err).contains(".cq4 at byte ");
        on("view digest");
        assertThat(lineWith("digest")).isEqualTo(before);
    }

    @Test
    void scrubsWholeStore() {
        assertThat(on("blob scrub")).isZero();
        assertThat(on("blob scrub --deep")).isZero();
        assertThat(out).contains("blobs 2, bytes " + (LARGE + 100) + ", findings 0");
    }

    @Test
    void deepScrubNamesFileAndPlaceOfDamage() throws IOException {
        byte[] bytes = new byte[LARGE];
        new SplittableRandom(LARGE).nextBytes(bytes);
        try (Stream<Path> files = Files.walk(data.resolve("blobs/large"))) {
            Path large = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            flip(large, Arrays.copyOfRange(bytes, 1000, 1020));
        }
        assertThat(on("blob scrub --deep")).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out).contains("finding: ", " at byte ", "sha256:", "findings 1");
    }

    @Test
    void reconcileTellsAndRepairsOnlyWhenToldTo() throws IOException {
        assertThat(on("blob reconcile")).isZero();
        assertThat(out).contains("unreferenced 0, bytes 0, repaired 0", "blobs 2, references 2");

        Path twin;
        try (Stream<Path> files = Files.walk(data.resolve("blobs/large"))) {
            Path large = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            String name = large.getFileName().toString();
            twin = large.resolveSibling(name.substring(0, name.indexOf('-')) + "-7");
            Files.copy(large, twin);
        }
        assertThat(on("blob reconcile")).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out).contains("its blob is found elsewhere, sha256:", "duplicate 1, ");
        assertThat(twin).exists();
        assertThat(on("blob reconcile --repair")).isZero();
        assertThat(twin).doesNotExist();
    }

    @Test
    void saysWhenDirectoryIsInUse() {
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            assertThat(varve.failure()).isEmpty();
            for (String command :
                    List.of(
                            "journal verify",
                            "journal dump",
                            "view rebuild",
                            "view digest",
                            "blob reconcile",
                            "blob scrub")) {
                assertThat(on(command)).as(command).isEqualTo(ExitCodes.IN_USE);
                assertThat(err).contains("is open in this process already");
            }
        }
    }

    @Test
    void saysWhenThereIsNoStore() {
        assertThat(run("journal", "verify", work.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(err).contains("holds no store");
        assertThat(run("view", "digest", work.resolve("none").toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(work.resolve("none")).doesNotExist();
    }

    @Test
    void documentsItsExitCodes() {
        assertThat(run("journal", "verify", "--help")).isZero();
        assertThat(out).contains("Exit codes: 0 all is well", "3 the data");
    }
}
