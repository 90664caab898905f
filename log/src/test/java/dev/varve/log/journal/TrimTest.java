package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Event;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.disk.DyingDisk;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A journal whose front was trimmed, by processes that die at every step of it, and then damaged.
class TrimTest {
    private static final int EVENTS = 240;

    @TempDir static Path home;
    private static List<Recorded> original = List.of();

    @TempDir Path temporary;

    private Path directory;

    @BeforeAll
    static void make() {
        JournalKit.fill(home.resolve("whole"), EVENTS);
        try (ChronicleJournal journal = readOnly(home.resolve("whole"))) {
            original = JournalKit.readAll(journal);
            assertThat(journal.segments()).hasSizeGreaterThan(6);
        }
    }

    @BeforeEach
    void copy() throws IOException {
        directory = temporary.resolve("journal");
        JournalKit.copy(home.resolve("whole"), directory);
    }

    private static ChronicleJournal readOnly(Path from) {
        return JournalKit.open(JournalKit.options(from).readOnly());
    }

    private ChronicleJournal open() {
        return JournalKit.open(JournalKit.options(directory));
    }

    private static List<Journal.Segment> trim(Journal journal, long before) {
        return journal.truncateBefore(
                new Position(before), new Journal.Coverage("snapshot", journal.durable()));
    }

    private void trim(long before) {
        try (ChronicleJournal journal = open()) {
            assertThat(trim(journal, before)).isNotEmpty();
        }
    }

    private static List<Recorded> readAll(Journal journal) {
        List<Recorded> all = new ArrayList<>();
        try (JournalCursor cursor = journal.read(journal.oldest())) {
            for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
                all.add(next);
            }
        }
        return all;
    }

    /// Reads as before from its oldest event on, goes on, and is proven.
    private Position assertSound() {
        Position oldest;
        try (ChronicleJournal journal = open()) {
            oldest = journal.oldest();
            assertThat(readAll(journal))
                    .isEqualTo(original.subList((int) oldest.value(), original.size()));
            try (JournalWriter writer = journal.claim()) {
                JournalKit.append(writer, EVENTS, EVENTS + 40);
            }
        }
        try (ChronicleJournal journal = open()) {
            assertThat(readAll(journal)).hasSizeGreaterThan(40);
        }
        JournalVerifier.Report report = verify();
        assertThat(report.problems()).isEmpty();
        assertThat(report.first()).isEqualTo(oldest);
        return oldest;
    }

    private JournalVerifier.Report verify() {
        return new JournalVerifier(directory)
                .pin(Journals.SIGNER.keyId(), Journals.SIGNER.publicKey())
                .verify();
    }

    private List<Path> segments() throws IOException {
        return Survey.paths(directory);
    }

    @Test
    void dropsWholeSegmentsAndNeverTheActiveOne() throws IOException {
        int before = segments().size();
        try (ChronicleJournal journal = open()) {
            List<Journal.Segment> there = journal.segments();
            List<Journal.Segment> went = trim(journal, journal.durable().value() + 1);
            assertThat(went).isEqualTo(there.subList(0, before - 1));
            assertThat(journal.segments()).hasSize(1);
        }
        assertThat(segments()).hasSize(1);
        assertSound();
    }

    @Test
    void keepsEverySignedCheckpointForEver() throws IOException {
        long before = verify().checkpoints();
        Position signed = verify().signed();
        trim(EVENTS / 2);
        trim(EVENTS);
        assertThat(verify().checkpoints()).isEqualTo(before);
        assertThat(verify().signed()).isEqualTo(signed);
        List<Long> kept = new ArrayList<>();
        new KeptRecords(directory)
                .read(
                        new TrimFile(directory).read().kept(),
                        (record, _) -> kept.add(record.position().value()));
        List<Long> expected = new ArrayList<>();
        try (ChronicleJournal journal = readOnly(directory)) {
            original.subList(0, (int) journal.oldest().value()).stream()
                    .filter(each ->
                            each.event() instanceof Event.Checkpoint
                                    || each.event() instanceof Event.Started)
                    .forEach(each -> expected.add(each.position().value()));
        }
        assertThat(kept).isEqualTo(expected).hasSizeGreaterThan(5);
    }

    @Test
    void goesOnWithAnotherTrimLater() {
        trim(40);
        Position first = assertSound();
        try (ChronicleJournal journal = open()) {
            trim(journal, EVENTS);
            assertThat(journal.oldest()).isGreaterThan(first);
        }
        assertThat(verify().problems()).isEmpty();
    }

    @Test
    void whileAWriterGoesOn() {
        try (ChronicleJournal journal = open();
                JournalWriter writer = journal.claim()) {
            for (int n = 0; n < 60; n += 3) {
                JournalKit.append(writer, EVENTS + n, EVENTS + n + 3);
                trim(journal, journal.durable().value() - 20);
            }
            assertThat(journal.oldest()).isGreaterThan(new Position(EVENTS));
            assertThat(readAll(journal).getLast().position()).isEqualTo(journal.durable());
        }
        assertThat(verify().problems()).isEmpty();
    }

    @Test
    void refusesWhenReadOnly() {
        try (ChronicleJournal journal = readOnly(directory)) {
            assertThatThrownBy(() -> trim(journal, 50)).isInstanceOf(StoreException.Failed.class);
        }
    }

    /// Whatever step a process died before, the journal is whole, or trimmed and proven.
    @Test
    void comesBackWholeOrTrimmedWhereverTheProcessDies() throws IOException {
        List<String> steps = stepsOf(DyingDisk.immortal());
        assertThat(steps).filteredOn(step -> step.startsWith("delete")).hasSizeGreaterThan(3);
        int point = steps.indexOf("move trimmed");
        assertThat(steps.subList(0, point))
                .as("nothing goes before the point is durable")
                .noneMatch(step -> step.startsWith("delete"));
        assertThat(steps.indexOf("force checkpoints")).isLessThan(point);
        for (int last = 0; last <= steps.size(); last++) {
            JournalKit.delete(directory);
            JournalKit.copy(home.resolve("whole"), directory);
            stepsOf(new DyingDisk(last));
            try (ChronicleJournal journal = readOnly(directory)) {
                assertThat(readAll(journal))
                        .as("died before step %d", last)
                        .isEqualTo(
                                original.subList((int) journal.oldest().value(), original.size()));
            }
            Position oldest = assertSound();
            boolean trimmed = last > point;
            assertThat(oldest.value() > 0).as("died before step %d", last).isEqualTo(trimmed);
            assertThat(segments().getFirst().getFileName().toString())
                    .isEqualTo(SegmentName.of(new TrimFile(directory).read().cycle()));
        }
    }

    /// The steps of a trim alone, of a journal that was opened on a good disk.
    private List<String> stepsOf(DyingDisk disk) {
        JournalOptions options = JournalKit.options(directory);
        try {
            List<SegmentFile> files = new ArrayList<>();
            try (ChronicleJournal journal = readOnly(directory)) {
                for (Journal.Segment segment : journal.segments()) {
                    Path path = directory.resolve(segment.name());
                    int cycle = SegmentName.cycle(path).orElseThrow();
                    files.add(new SegmentFile(cycle, path, segment.first()));
                }
            }
            TrimPoint point =
                    new Trimming(options, Journals.IDENTITY, JournalKit.services(disk))
                            .decide(TrimPoint.NONE, files, new Position(EVENTS))
                            .orElseThrow();
            Trimming.deleteBefore(point, directory, disk);
        } catch (DyingDisk.Dead e) {
            assertThat(disk.steps()).isNotNull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return disk.steps();
    }

    @Test
    void aFrontThatIsMissingWithoutATrimIsDamage() throws IOException {
        Files.delete(segments().getFirst());
        assertRefused("the segment is missing");
    }

    @Test
    void aMiddleThatIsMissingIsDamageAfterATrimToo() throws IOException {
        trim(60);
        Files.delete(segments().get(1));
        assertRefused("the segment is missing");
    }

    @Test
    void moreOfTheFrontMissingThanWasTrimmedIsDamage() throws IOException {
        trim(60);
        Files.delete(segments().getFirst());
        assertRefused("the segment is missing");
    }

    @Test
    void nothingLeftAtAllIsDamage() throws IOException {
        trim(60);
        for (Path path : segments()) {
            Files.delete(path);
        }
        Files.deleteIfExists(directory.resolve(JournalState.FILE));
        Files.deleteIfExists(directory.resolve(DurableMark.FILE));
        assertRefused("the segment is missing");
    }

    @Test
    void aTrimThatWasForgottenIsDamage() throws IOException {
        trim(60);
        Files.delete(directory.resolve(TrimFile.FILE));
        assertRefused("the segment is missing");
    }

    @Test
    void anyByteOfTheTrimPointCounts() throws IOException {
        trim(60);
        Path file = directory.resolve(TrimFile.FILE);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 0x20;
            Files.write(file, bad);
            assertThatThrownBy(this::open)
                    .as("byte %d", at)
                    .isInstanceOfAny(
                            StoreException.Corrupt.class, StoreException.FromTheFuture.class);
        }
    }

    @Test
    void keptRecordsThatWereChangedAreFound() throws IOException {
        trim(60);
        Path file = directory.resolve(KeptRecords.FILE);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 11) {
            byte[] bad = good.clone();
            bad[at] ^= 0x20;
            Files.write(file, bad);
            assertThat(verifiedOrRefused()).as("byte %d", at).isNotEmpty();
        }
        Files.delete(file);
        assertThat(verify().problems()).isNotEmpty();
    }

    private List<String> verifiedOrRefused() {
        try {
            return verify().problems().stream().map(Object::toString).toList();
        } catch (StoreException.FromTheFuture e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /// Somebody without the key cannot pass a loss off as a trim.
    @Test
    void aTrimThatAnotherKeySignedIsFound() throws IOException {
        trim(60);
        TrimFile file = new TrimFile(directory);
        TrimPoint point = file.read();
        Ed25519Signer forger = Ed25519Signer.of(7, Ed25519Signer.generate());
        file.write(point.signed(7, forger.signTrim(point.text())), new LocalDisk());
        assertThat(verify().problems())
                .anyMatch(each -> each.what().contains("the signature of the trim is wrong"));
    }

    @Test
    void aSegmentThatIsDamagedIsNotTrimmed() throws IOException {
        Damage.PAYLOAD_FLIP.apply(segments().get(1));
        try (ChronicleJournal journal = open()) {
            assertThatThrownBy(() -> trim(journal, EVENTS))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining(segments().get(1).toString());
            assertThat(journal.oldest()).isEqualTo(Position.FIRST);
        }
        assertThat(segments()).hasSizeGreaterThan(6);
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void damageOfTheFirstSegmentLeftIsReportedAsEver(Damage damage) throws IOException {
        trim(60);
        Path first = segments().getFirst();
        damage.apply(first);
        if (damage.losesEvents()) {
            assertThat(verify().problems()).isNotEmpty();
            assertThatThrownBy(
                            () -> {
                                try (ChronicleJournal journal = open()) {
                                    readAll(journal);
                                }
                            })
                    .isInstanceOf(StoreException.Corrupt.class);
        } else if (damage.losesNothing()) {
            assertSound();
        }
    }

    @Test
    void canBeCutAtItsEndButNotBeforeItsBeginning() {
        trim(60);
        Position oldest;
        try (ChronicleJournal journal = readOnly(directory)) {
            oldest = journal.oldest();
        }
        JournalRepair repair =
                new JournalRepair(
                        JournalKit.options(directory), Journals.IDENTITY, new LocalDisk());
        assertThatThrownBy(() -> repair.cut(oldest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the journal begins with event " + oldest);
        repair.cut(new Position(100));
        try (ChronicleJournal journal =
                ChronicleJournal.open(
                        JournalKit.options(directory),
                        Journals.identity(2),
                        JournalKit.services(new LocalDisk()))) {
            assertThat(readAll(journal)).isEqualTo(original.subList((int) oldest.value(), 100));
            try (JournalWriter writer = journal.claim()) {
                JournalKit.append(writer, 100, 140);
            }
        }
        assertThat(verify().problems()).isEmpty();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining(why);
        assertThat(verify().problems()).isNotEmpty();
    }
}
