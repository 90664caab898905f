package dev.varve.log.journal;

import dev.varve.log.BucketId;
import dev.varve.log.Disk;
import dev.varve.log.Event;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.JournalWriter;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Journals on disk for tests: small segments, and ways to leave and copy them.
final class JournalKit {
    /// A segment begins with 64 KiB of queue header; this leaves room for about 15 events.
    static final long SMALL_SEGMENT = 70_000;

    private JournalKit() {}

    static JournalOptions options(Path directory) {
        return JournalOptions.of(directory)
                .withCheckpointEvery(10)
                .withSegmentBytes(SMALL_SEGMENT)
                .withPreallocate(64 << 10);
    }

    static JournalServices services(Disk disk) {
        return new JournalServices(
                disk, InstantSource.system(), new Random(1), Journals.SIGNER, "varve test");
    }

    static ChronicleJournal open(JournalOptions options) {
        return open(options, new LocalDisk());
    }

    static ChronicleJournal open(JournalOptions options, Disk disk) {
        return ChronicleJournal.open(options, Journals.IDENTITY, services(disk));
    }

    static Event event(long n) {
        return new Event.ObjectDeleted(new BucketId(1), ObjectKey.of("some-key/" + n));
    }

    static Position append(JournalWriter writer, long from, long to) {
        JournalWriter.Batch batch = writer.begin();
        for (long n = from; n < to; n++) {
            batch.add(event(n), Provenance.SYSTEM);
        }
        return batch.commit();
    }

    static List<Recorded> readAll(Journal journal) {
        List<Recorded> all = new ArrayList<>();
        try (JournalCursor cursor = journal.read(Position.FIRST)) {
            for (Recorded next = cursor.next(); next != null; next = cursor.next()) {
                all.add(next);
            }
        }
        return all;
    }

    /// Fills several segments in batches of three, and closes cleanly.
    static void fill(Path directory, int events) {
        try (ChronicleJournal journal = open(options(directory))) {
            JournalWriter writer = journal.claim();
            for (int n = 0; n < events; n += 3) {
                append(writer, n, n + 3);
            }
        }
    }

    /// Fills as [#fill], and leaves in `crashed` what a process that was killed leaves.
    static void fillAndKill(Path directory, Path crashed, int events) throws IOException {
        try (ChronicleJournal journal = open(options(directory))) {
            JournalWriter writer = journal.claim();
            for (int n = 0; n < events; n += 3) {
                append(writer, n, n + 3);
            }
            copy(directory, crashed);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(directory)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Path target = to.resolve(from.relativize(file));
                        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
