package dev.varve.log.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Journal;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.journal.JournalRecordsContract;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalRecordsContract {
    private @Nullable MemoryJournal last;
    private boolean syncFails;

    @Override
    protected Journal open() {
        last = last == null ? new MemoryJournal(setup()) : last.crash(0, setup());
        return last;
    }

    private MemoryJournal.Setup setup() {
        return new MemoryJournal.Setup(
                Journals.IDENTITY,
                Journals.SIGNER,
                clock,
                new Random(1),
                "test",
                CHECKPOINT_EVERY,
                this::sync);
    }

    private void sync() throws IOException {
        if (syncFails) {
            throw new IOException("injected");
        }
    }

    @Test
    void takesNoMoreEventsAfterAFailedSync() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        syncFails = true;
        assertThatThrownBy(() -> append(writer, 0, 3)).isInstanceOf(StoreException.Failed.class);
        syncFails = false;
        assertThatThrownBy(writer::begin).isInstanceOf(StoreException.Failed.class);
        assertThat(journal.durable()).isEqualTo(Position.FIRST);
        assertThat(readAll(journal)).hasSize(1);
    }

    @Test
    void aCrashKeepsWhatWasSyncedAndAPrefixOfTheRest() {
        Journal journal = opened();
        JournalWriter writer = journal.claim();
        append(writer, 0, 3);
        syncFails = true;
        assertThatThrownBy(() -> append(writer, 3, 6)).isInstanceOf(StoreException.Failed.class);
        MemoryJournal restarted = Objects.requireNonNull(last).crash(2, setup());
        assertThat(restarted.durable()).isEqualTo(new Position(5));
        assertThat(readAll(restarted).getLast().event()).isEqualTo(event(4));
    }

    @Test
    void aBackupHasWhatWasThereAndGoesOnByItself() {
        Journal journal = opened();
        append(journal.claim(), 0, 5);
        try (MemoryJournal backup = lastOpened().backup(new Position(3), setup())) {
            assertThat(readAll(backup)).isEqualTo(readAll(journal).subList(0, 4));
            assertThat(append(backup.claim(), 7, 8)).isEqualTo(new Position(5));
            assertThat(readAll(journal).getLast().event()).isEqualTo(event(4));
        }
    }

    private MemoryJournal lastOpened() {
        return Objects.requireNonNull(last);
    }
}
