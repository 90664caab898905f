package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.log.journal.SegmentScan.Found;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// Copies the good records of a segment, one by one, into a new file that then takes its place: the
/// queue appends only to files that this process wrote from their first byte.
final class SegmentRebuild {
    static final String DIRECTORY = "rebuild";

    private final JournalOptions options;
    private final JournalIdentity identity;
    private final Disk disk;
    private final Path work;

    SegmentRebuild(JournalOptions options, JournalIdentity identity, Disk disk) {
        this.options = options;
        this.identity = identity;
        this.disk = disk;
        this.work = options.directory().resolve(DIRECTORY);
    }

    /// Puts the copy in the place of `file`. Answers the offset after its last record.
    ///
    /// @param from the frame to begin with
    /// @param head after the last record to keep
    /// @throws StoreException.OutOfSpace when there is no room; nothing was changed
    long replace(Path file, long from, JournalHead head) throws IOException {
        clear();
        try {
            Files.createDirectories(work);
            Path copy = copy(file, from, head);
            long end = proven(copy, head);
            disk.move(copy, file);
            disk.forceDirectory(options.directory());
            return end;
        } finally {
            clear();
        }
    }

    private Path copy(Path file, long from, JournalHead head) throws IOException {
        String name = file.getFileName().toString();
        int cycle = SegmentName.cycle(file).orElseThrow();
        disk.allocate(
                work.resolve(SegmentName.precreated(cycle)),
                0,
                usedBytes(file, from, head) + SegmentWriter.SLACK);
        try (QueueAppender queue = new QueueAppender(work, cycle, options.blockSize())) {
            new SegmentScan(file, identity, head.position())
                    .run(from, record -> queue.append(record.toArray()));
        }
        Path copy = work.resolve(name);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            disk.force(copy, channel);
        }
        return copy;
    }

    private long usedBytes(Path file, long from, JournalHead head) {
        long[] end = {0};
        new SegmentScan(file, identity, head.position())
                .run(from, record -> end[0] += record.length() + SegmentWriter.FRAME_OVERHEAD);
        return end[0];
    }

    private long proven(Path copy, JournalHead head) {
        Found found = new SegmentScan(copy, identity).run(_ -> {});
        if (found.problem() != null || !head.equals(found.head())) {
            throw new StoreException.Failed("the copy " + copy + " is not what was copied");
        }
        return found.end();
    }

    /// Removes what an earlier attempt left.
    void clear() throws IOException {
        if (Files.exists(work)) {
            List<Path> files;
            try (Stream<Path> tree = Files.list(work)) {
                files = tree.toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(work);
        }
    }
}
