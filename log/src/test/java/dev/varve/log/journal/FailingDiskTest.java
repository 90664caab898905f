package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.disk.FaultyDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Full disks and syncs that fail.
class FailingDiskTest {
    @TempDir Path directory;
    private final FaultyDisk disk = new FaultyDisk();

    private ChronicleJournal open() {
        return JournalKit.open(JournalKit.options(directory), disk);
    }

    private static boolean isSegment(Path file) {
        return SegmentName.cycle(file).isPresent();
    }

    @Test
    void refusesABatchWhenTheDiskIsFullAndGoesOnLater() {
        try (ChronicleJournal journal = open()) {
            JournalWriter writer = journal.claim();
            JournalKit.append(writer, 0, 3);
            disk.limitSpace(0);
            Position before = fillUntilRefused(journal, writer);
            List<Recorded> read = JournalKit.readAll(journal);
            assertThat(read.getLast().position()).isEqualTo(before);
            assertThatThrownBy(() -> JournalKit.append(writer, 0, 3))
                    .isInstanceOf(StoreException.OutOfSpace.class);
            disk.heal();
            Position after = JournalKit.append(writer, 3, 6);
            assertThat(after).isGreaterThan(before);
            assertThat(JournalKit.readAll(journal)).startsWith(read.toArray(new Recorded[0]));
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    private static Position fillUntilRefused(ChronicleJournal journal, JournalWriter writer) {
        for (int n = 0; n < 10_000; n += 10) {
            try {
                JournalKit.append(writer, n, n + 10);
            } catch (StoreException.OutOfSpace e) {
                return journal.durable();
            }
        }
        throw new AssertionError("the disk was never full");
    }

    @Test
    void opensAndReadsOnAFullDisk() {
        JournalKit.fill(directory, 60);
        List<Recorded> all;
        disk.limitSpace(0);
        try (ChronicleJournal journal = open()) {
            all = JournalKit.readAll(journal);
            assertThat(all).hasSizeGreaterThan(60);
        }
        disk.limitSpace(1 << 20);
        try (ChronicleJournal journal = open()) {
            JournalWriter writer = journal.claim();
            JournalKit.append(writer, 60, 63);
            assertThat(JournalKit.readAll(journal)).startsWith(all.toArray(new Recorded[0]));
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    @Test
    void claimsOnceThereIsRoomAgain() {
        try (ChronicleJournal journal = open()) {
            disk.limitSpace(20_000);
            assertThatThrownBy(journal::claim).isInstanceOf(StoreException.OutOfSpace.class);
            disk.heal();
            JournalKit.append(journal.claim(), 0, 3);
            assertThat(JournalKit.readAll(journal)).hasSize(4);
        }
    }

    @Test
    void recoversFromAKillOnAFullDisk() throws IOException {
        Path killed = directory.resolve("killed");
        JournalKit.fillAndKill(directory.resolve("live"), killed, 60);
        Path last = Survey.paths(killed).getLast();
        try (RandomAccessFile raw = new RandomAccessFile(last.toFile(), "rw")) {
            raw.seek(Damage.endOf(last));
            raw.write(new byte[] {0, 1, 0, (byte) 0x80, 5, 6, 7, 8});
        }
        JournalOptions options = JournalKit.options(killed);
        for (int round = 0; round < 3; round++) {
            disk.limitSpace(0);
            JournalKit.open(options, disk).close();
            disk.limitSpace(400 << 10);
            try (ChronicleJournal journal = JournalKit.open(options, disk)) {
                JournalKit.append(journal.claim(), 60, 63);
            }
        }
        assertThat(new JournalVerifier(killed).verify().problems()).isEmpty();
    }

    @Test
    void acknowledgesNothingAfterAFailedSync() {
        disk.keepImages();
        Position acknowledged;
        List<Recorded> read;
        try (ChronicleJournal journal = open()) {
            JournalWriter writer = journal.claim();
            acknowledged = JournalKit.append(writer, 0, 5);
            read = JournalKit.readAll(journal);
            disk.failForceDroppingPages(FailingDiskTest::isSegment, 1);
            assertThatThrownBy(() -> JournalKit.append(writer, 5, 9))
                    .isInstanceOf(StoreException.Failed.class);
            disk.heal();
            assertThatThrownBy(writer::begin).isInstanceOf(StoreException.Failed.class);
            assertThat(journal.durable()).isEqualTo(acknowledged);
            assertThat(JournalKit.readAll(journal)).isEqualTo(read);
            assertThatThrownBy(journal::claim).isInstanceOf(StoreException.Locked.class);
        }
        try (ChronicleJournal journal = open()) {
            assertThat(journal.durable()).isEqualTo(acknowledged);
            assertThat(JournalKit.readAll(journal)).isEqualTo(read);
            JournalKit.append(journal.claim(), 5, 9);
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    @Test
    void survivesAFailedSyncAtAnyPlace() {
        Position acknowledged = Position.NONE;
        for (int nth = 1; nth < 25; nth++) {
            disk.failForce(_ -> true, nth);
            try (ChronicleJournal journal = open()) {
                assertThat(journal.durable()).isGreaterThanOrEqualTo(acknowledged);
                JournalWriter writer = journal.claim();
                acknowledged = journal.durable();
                for (int n = 0; n < 50; n += 5) {
                    acknowledged = JournalKit.append(writer, n, n + 5);
                }
            } catch (StoreException.Failed e) {
                assertThat(e).hasRootCauseMessage(rootMessage(e)).isNotNull();
            }
            disk.heal();
            try (ChronicleJournal journal = open()) {
                assertThat(journal.durable()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(JournalKit.readAll(journal))
                        .hasSize((int) journal.durable().value() + 1);
                acknowledged = journal.durable();
            }
        }
        assertThat(new JournalVerifier(directory).verify().problems()).isEmpty();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertThat(root).hasMessageContaining("injected");
        return String.valueOf(root.getMessage());
    }

    /// A file made ahead but not taken would leave the next segment's pages without space.
    @Test
    void writesEachSegmentIntoTheSpaceAllocatedForIt() throws IOException {
        JournalOptions options = JournalKit.options(directory).withPreallocate(300_000);
        try (ChronicleJournal journal = JournalKit.open(options, disk)) {
            JournalWriter writer = journal.claim();
            while (journal.segments().size() < 4) {
                JournalKit.append(writer, 0, 3);
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(SegmentName.PRECREATED));
        }
    }

    @Test
    void syncsOncePerBatchAndTheDirectoryWithEachSegment() {
        try (ChronicleJournal journal = open()) {
            JournalWriter writer = journal.claim();
            int forces = disk.forces();
            JournalKit.append(writer, 0, 3);
            assertThat(disk.forces()).isEqualTo(forces + 1);
            int directories = disk.directoryForces();
            while (journal.segments().size() == 1) {
                JournalKit.append(writer, 0, 3);
            }
            assertThat(disk.directoryForces()).isEqualTo(directories + 1);
        }
    }
}
