package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.JournalWriter;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Damages a journal of several segments in every way, after a clean stop and after a kill. Each
/// damage must be reported with the file it is in, or do no harm at all: every event that was
/// acknowledged is read as before, and so is what is appended later.
class CorruptionTest {
    /// Bytes of a segment before its first event, and how many of their bits are passed over.
    private static final int HEADER = 400;

    /// Where the header says how far the segment is written.
    private static final int WRITE_POSITION = 64;

    private static final int HEADER_STEP = Integer.getInteger("varve.header.step", 149);
    private static final int EVENTS = 96;
    private static final int FLIPS = 60;

    @TempDir static Path home;
    private static List<Recorded> original = List.of();

    @TempDir Path directory;

    enum Stop {
        CLEAN,
        KILLED
    }

    enum Which {
        FIRST,
        MIDDLE,
        LAST
    }

    enum Outcome {
        REPORTED,
        HARMLESS
    }

    @BeforeAll
    static void makeJournals() throws IOException {
        JournalKit.fillAndKill(image(Stop.CLEAN), image(Stop.KILLED), EVENTS);
        JournalOptions readOnly = JournalKit.options(image(Stop.CLEAN)).readOnly();
        try (ChronicleJournal journal = JournalKit.open(readOnly)) {
            original = JournalKit.readAll(journal);
            assertThat(journal.segments()).hasSizeGreaterThanOrEqualTo(4);
        }
        assertThat(original).hasSizeGreaterThan(EVENTS);
    }

    private static Path image(Stop stop) {
        return home.resolve(stop.name());
    }

    static Stream<Arguments> damages() {
        List<Arguments> all = new ArrayList<>();
        for (Stop stop : Stop.values()) {
            for (Which which : Which.values()) {
                for (Damage damage : Damage.values()) {
                    all.add(Arguments.of(stop, which, damage));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void isReportedOrHarmless(Stop stop, Which which, Damage damage) throws IOException {
        JournalKit.copy(image(stop), directory);
        Path file = segment(which);
        damage.apply(file);
        Outcome outcome = outcome(file);
        if (damage.losesEvents()) {
            assertThat(outcome).isEqualTo(Outcome.REPORTED);
        }
        if (damage.losesNothing()) {
            assertThat(outcome).isEqualTo(Outcome.HARMLESS);
        }
    }

    @ParameterizedTest
    @MethodSource("damages")
    void theVerifierFindsWhatTheReaderWouldMiss(Stop stop, Which which, Damage damage)
            throws IOException {
        JournalKit.copy(image(stop), directory);
        Path file = segment(which);
        damage.apply(file);
        JournalVerifier.Report report = new JournalVerifier(directory).verify();
        if (damage.losesEvents()) {
            assertThat(report.isSound()).isFalse();
        }
        if (damage.losesNothing()) {
            assertThat(report.isSound()).isTrue();
        }
        if (!report.isSound()) {
            assertThat(report.problems()).anyMatch(each -> each.file().contains(name(file)));
        }
    }

    private Path segment(Which which) throws IOException {
        List<Path> paths = Survey.paths(directory);
        return switch (which) {
            case FIRST -> paths.getFirst();
            case MIDDLE -> paths.get(paths.size() / 2);
            case LAST -> paths.getLast();
        };
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /// Opens, reads, appends, reopens and reads again.
    private Outcome outcome(Path damaged) {
        List<Recorded> after;
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            assertThat(JournalKit.readAll(journal)).isEqualTo(original);
            try (JournalWriter writer = journal.claim()) {
                JournalKit.append(writer, EVENTS, EVENTS + 20);
            }
            after = JournalKit.readAll(journal);
            assertThat(after).startsWith(original.toArray(new Recorded[0]));
            assertThat(after).hasSizeGreaterThan(original.size() + 20);
        } catch (StoreException.Corrupt e) {
            assertThat(e.file()).contains(name(damaged));
            return Outcome.REPORTED;
        }
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            assertThat(JournalKit.readAll(journal)).isEqualTo(after);
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
        return Outcome.HARMLESS;
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void flippedBitsAreReportedOrHarmless(Stop stop) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < FLIPS; round++) {
            JournalKit.delete(directory);
            JournalKit.copy(image(stop), directory);
            List<Path> files;
            try (Stream<Path> list = Files.list(directory)) {
                files = list.filter(file -> file.toFile().length() > 0).sorted().toList();
            }
            Path file = files.get(random.nextInt(files.size()));
            long bit = Damage.flipUsedBit(file, random);
            Outcome outcome = outcome(file);
            assertThat(outcome).as("seed %d, bit %d of %s", seed, bit, file).isNotNull();
        }
    }

    /// The queue's own, with which each segment begins: a library reads it before we do.
    @Test
    void flippedBitsOfHeadersAreReportedOrHarmless() throws IOException {
        int first = new Random().nextInt(HEADER_STEP);
        for (Which which : Which.values()) {
            for (int bit = first; bit < 8 * HEADER; bit += HEADER_STEP) {
                JournalKit.delete(directory);
                JournalKit.copy(image(Stop.CLEAN), directory);
                Path file = segment(which);
                byte[] bytes = Files.readAllBytes(file);
                bytes[bit / 8] ^= (byte) (1 << (bit % 8));
                Files.write(file, bytes);
                assertThat(outcome(file)).as("bit %d of %s", bit, file).isNotNull();
            }
        }
    }

    /// The queue would make the file as large as that.
    @ParameterizedTest
    @EnumSource(Which.class)
    void headerThatPointsFarBeyondTheEndLetsNoFileGrow(Which which) throws IOException {
        JournalKit.copy(image(Stop.CLEAN), directory);
        Path file = segment(which);
        byte[] bytes = Files.readAllBytes(file);
        bytes[WRITE_POSITION + 4] ^= 32;
        Files.write(file, bytes);
        assertThat(outcome(file))
                .isEqualTo(which == Which.LAST ? Outcome.HARMLESS : Outcome.REPORTED);
        for (Path path : Survey.paths(directory)) {
            assertThat(Files.size(path)).isLessThan(1 << 30);
        }
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void aLostQueueMetadataFileIsHarmless(Stop stop) throws IOException {
        for (byte[] content : List.of(new byte[0], new byte[100_000], garbage())) {
            JournalKit.delete(directory);
            JournalKit.copy(image(stop), directory);
            Path file = Files.write(directory.resolve("metadata.cq4t"), content);
            assertThat(outcome(file)).isEqualTo(Outcome.HARMLESS);
        }
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[131_072];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anUnreadableStateIsReported() throws IOException {
        JournalKit.copy(image(Stop.CLEAN), directory);
        Path file = Files.write(directory.resolve(JournalState.FILE), new byte[8192]);
        assertThat(outcome(file)).isEqualTo(Outcome.REPORTED);
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void aLostStateOrMarkIsHarmless(Stop stop) throws IOException {
        for (String name : List.of(JournalState.FILE, DurableMark.FILE)) {
            JournalKit.delete(directory);
            JournalKit.copy(image(stop), directory);
            Path file = directory.resolve(name);
            Files.delete(file);
            assertThat(outcome(file)).isEqualTo(Outcome.HARMLESS);
        }
    }

    @ParameterizedTest
    @EnumSource(Stop.class)
    void aJournalWithoutAnySegmentIsReported(Stop stop) throws IOException {
        JournalKit.copy(image(stop), directory);
        for (Path path : Survey.paths(directory)) {
            Files.delete(path);
        }
        assertThat(outcome(directory)).isEqualTo(Outcome.REPORTED);
    }
}
