package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.StoreException;
import dev.varve.server.store.Body;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What `docs/operations.md` says to do with a journal that is damaged.
class JournalCutCommandTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private static final String FIRST_SEGMENT = "journal/19700102F.cq4";

    @TempDir private Path data;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long lastGood;

    @BeforeEach
    void fill() {
        try (Varve varve = open()) {
            varve.store().buckets().create(BUCKET).orThrow();
            put(varve, "a");
            put(varve, "b");
            lastGood = varve.position().value();
            put(varve, "needle");
            put(varve, "d");
        }
    }

    @Test
    void verifyNamesTheDamageAndCutMakesItOpenAgain() throws IOException {
        Path next = Files.createDirectories(data.resolve("view/objects.next"));
        damage();
        assertThatThrownBy(this::open).isInstanceOf(StoreException.Corrupt.class);
        assertThat(run("journal", "verify", data.toString())).isEqualTo(ExitCodes.DAMAGED);
        assertThat(out.toString()).contains(FIRST_SEGMENT, "event " + (lastGood + 1));
        assertThat(run("journal", "cut", data.toString(), String.valueOf(lastGood + 1)))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("lost: events " + (lastGood + 1) + " to ", "goes on as incarnation 2");
        assertThat(data.resolve("journal/quarantine")).isNotEmptyDirectory();
        assertThat(next).as("a view of what is lost").doesNotExist();
        try (Varve varve = open()) {
            assertThat(keys(varve)).containsExactly("a", "b");
            put(varve, "e");
        }
        assertThat(run("journal", "verify", data.toString())).as(out.toString()).isZero();
        try (Varve varve = open()) {
            assertThat(keys(varve)).containsExactly("a", "b", "e");
        }
    }

    @Test
    void refusesToKeepWhatCannotBeRead() throws IOException {
        damage();
        assertThat(run("journal", "cut", data.toString(), String.valueOf(lastGood + 3)))
                .isEqualTo(4);
        assertThat(err.toString()).contains("can be read up to event " + lastGood);
    }

    @Test
    void refusesAStoreThatIsOpen() {
        try (Varve varve = open()) {
            assertThat(run("journal", "cut", data.toString(), "1")).isEqualTo(ExitCodes.IN_USE);
            assertThat(keys(varve)).hasSize(4);
        }
    }

    private int run(String... arguments) {
        CommandLine cli =
                VarveCli.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        return cli.execute(arguments);
    }

    /// Changes a byte of the event that put `needle`.
    private void damage() throws IOException {
        Path segment = data.resolve(FIRST_SEGMENT);
        String text = Files.readString(segment, ISO_8859_1);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(text.indexOf("needle"));
            file.write('N');
        }
    }

    private static List<String> keys(Varve varve) {
        return varve.store().listings().objects(BUCKET, Listing.ALL).orThrow().objects().stream()
                .map(object -> object.key().toString())
                .toList();
    }

    private Varve open() {
        return Varve.open(VarveConfig.at(data).space(0, 0));
    }

    private static void put(Varve varve, String key) {
        varve.store()
                .put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(key.getBytes(UTF_8))))
                .orThrow();
    }
}
