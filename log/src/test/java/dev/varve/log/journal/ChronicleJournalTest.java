package dev.varve.log.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.log.Journal;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest extends JournalRecordsContract {
    @TempDir Path directory;

    @Override
    protected Journal open() {
        return ChronicleJournal.open(options(), Journals.IDENTITY, services());
    }

    protected JournalOptions options() {
        return JournalOptions.of(directory)
                .withCheckpointEvery(CHECKPOINT_EVERY)
                .withSegmentBytes(JournalKit.SMALL_SEGMENT);
    }

    private JournalServices services() {
        return new JournalServices(
                new LocalDisk(), clock, new Random(1), Journals.SIGNER, "varve test");
    }

    /// A kill in the middle of the very first write, before there was anything to lose.
    @Test
    void opensWhereItsStateWasBegunAndNeverWritten() throws IOException {
        Files.write(directory.resolve("state"), new byte[7]);
        try (Journal journal = open();
                JournalWriter writer = journal.claim()) {
            assertEquals(Position.FIRST, journal.durable());
            assertEquals(0, writer.begin().size());
        }
    }
}
