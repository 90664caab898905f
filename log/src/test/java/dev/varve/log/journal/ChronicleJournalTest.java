package dev.varve.log.journal;

import dev.varve.log.Journal;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.Journals;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest extends JournalContract {
    @TempDir Path directory;

    @Override
    protected Journal open() {
        return ChronicleJournal.open(options(), Journals.IDENTITY, services());
    }

    protected JournalOptions options() {
        return JournalOptions.of(directory).withCheckpointEvery(CHECKPOINT_EVERY);
    }

    private JournalServices services() {
        return new JournalServices(
                new LocalDisk(), clock, new Random(1), Journals.SIGNER, "varve test");
    }
}
