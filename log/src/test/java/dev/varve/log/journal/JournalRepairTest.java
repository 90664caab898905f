package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalRepairTest {
    private static final JournalIdentity NEXT = Journals.identity(2);

    @TempDir Path directory;
    private List<Recorded> original;

    @BeforeEach
    void fill() {
        JournalKit.fill(directory, 90);
        try (ChronicleJournal journal = readOnly()) {
            original = JournalKit.readAll(journal);
        }
    }

    private ChronicleJournal readOnly() {
        return JournalKit.open(JournalKit.options(directory).readOnly());
    }

    private ChronicleJournal open(JournalIdentity identity) {
        return ChronicleJournal.open(
                JournalKit.options(directory), identity, JournalKit.services(new LocalDisk()));
    }

    private JournalRepair repair() {
        return new JournalRepair(JournalKit.options(directory), Journals.IDENTITY, new LocalDisk());
    }

    @ParameterizedTest
    @EnumSource(names = {"PAYLOAD_FLIP", "FRAME_ZERO", "TRUNCATED", "PAGE_ZERO"})
    void aDamagedJournalIsReadUpToTheHoleAndThenCutByName(Damage damage) throws IOException {
        damage.apply(Survey.paths(directory).getLast());
        assertThatThrownBy(() -> open(Journals.IDENTITY))
                .isInstanceOf(StoreException.Corrupt.class);
        Position end;
        try (ChronicleJournal journal = readOnly()) {
            assertThat(journal.damage()).isPresent();
            end = journal.durable();
            assertThat(JournalKit.readAll(journal))
                    .isEqualTo(original.subList(0, (int) end.value() + 1));
        }
        JournalRepair.Lost lost = repair().cut(end.next());
        assertThat(lost.first()).isEqualTo(end.next());
        assertThat(lost.last()).isEqualTo(original.getLast().position());
        assertThat(lost.incarnation()).isEqualTo(2);
        assertThat(lost.quarantined()).isNotEmpty().allMatch(file -> file.toFile().exists());
        assertGoesOn(end);
    }

    private void assertGoesOn(Position end) {
        assertThatThrownBy(() -> open(Journals.IDENTITY))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("incarnation 2");
        try (ChronicleJournal journal = open(NEXT)) {
            assertThat(journal.durable()).isEqualTo(end);
            JournalWriter writer = journal.claim();
            JournalKit.append(writer, 0, 30);
            List<Recorded> all = JournalKit.readAll(journal);
            assertThat(all.subList(0, (int) end.value() + 1))
                    .isEqualTo(original.subList(0, (int) end.value() + 1));
            assertThat(all.getLast().envelope().origin()).isEqualTo(NEXT.origin());
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    @Test
    void cutsAtEveryPosition() throws IOException {
        Path image = directory.resolveSibling(directory.getFileName() + "-image");
        JournalKit.copy(directory, image);
        for (int at = 0; at < original.size(); at += 7) {
            JournalKit.delete(directory);
            JournalKit.copy(image, directory);
            repair().cut(new Position(at));
            assertGoesOn(new Position(at - 1L));
        }
        JournalKit.delete(image);
    }

    @Test
    void cutsAwayAMissingSegmentAndAllAfterIt() throws IOException {
        List<Path> paths = Survey.paths(directory);
        Damage.FILE_DELETED.apply(paths.get(2));
        Position end;
        try (ChronicleJournal journal = readOnly()) {
            assertThat(journal.damage().orElseThrow().file()).isEqualTo(paths.get(2).toString());
            end = journal.durable();
        }
        assertThat(end.value()).isGreaterThan(5);
        JournalRepair.Lost lost = repair().cut(end.next());
        assertThat(lost.quarantined()).hasSize(paths.size() - 3 + 1);
        assertGoesOn(end);
    }

    @Test
    void cutsNothingThatCannotBeReadBefore() throws IOException {
        Damage.FRAME_ZERO.apply(Survey.paths(directory).getLast());
        Position beyond = original.getLast().position();
        assertThatThrownBy(() -> repair().cut(beyond.next()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can be read up to event");
    }

    @Test
    void refusesAJournalThatIsOpen() {
        try (ChronicleJournal journal = open(Journals.IDENTITY)) {
            assertThat(journal.durable()).isEqualTo(original.getLast().position());
            assertThatThrownBy(() -> repair().cut(Position.FIRST))
                    .isInstanceOf(StoreException.Locked.class);
        }
    }
}
