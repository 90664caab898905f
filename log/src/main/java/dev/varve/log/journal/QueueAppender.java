package dev.varve.log.journal;

import dev.varve.log.StoreException;
import dev.varve.log.seal.SealedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/// The only class that touches Chronicle Queue. Its time is a number we count up, so that it rolls
/// when we say so. It never syncs; it is opened only on files that were found right before.
final class QueueAppender implements AutoCloseable {
    private static final RollCycles CYCLES = RollCycles.FAST_DAILY;
    private static final String METADATA = "metadata.cq4t";

    /// A file may grow by so many blocks when it is opened.
    private static final int BLOCKS_AHEAD = 4;

    /// Warns of natives that are left out on purpose. Held, or its level would be forgotten.
    private static final Logger AFFINITY = Logger.getLogger("net.openhft.affinity");

    static {
        AFFINITY.setLevel(Level.SEVERE);
        set("org.slf4j.simpleLogger.log.net.openhft.affinity", "error");
        quiet("chronicle.analytics.disable");
        quiet("chronicle.announcer.disable");
        quiet("chronicle.disk.monitor.disable");
    }

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private volatile int cycle;

    /// Opens for appending to a segment, which is created by the first append where it is missing.
    QueueAppender(Path directory, int cycle, int blockSize) {
        this.cycle = cycle;
        deleteMetadata(directory);
        SegmentSizes sizes = SegmentSizes.of(directory);
        queue =
                SingleChronicleQueueBuilder.binary(directory)
                        .rollCycle(CYCLES)
                        .timeProvider(() -> (long) this.cycle * CYCLES.lengthInMillis())
                        .blockSize(blockSize)
                        .build();
        appender = appenderOf(queue, directory);
        long tolerance = (long) BLOCKS_AHEAD * blockSize;
        if (sizes.areExceeded(tolerance)) {
            close();
            sizes.restore(tolerance);
        }
    }

    private static ExcerptAppender appenderOf(SingleChronicleQueue queue, Path directory) {
        try {
            ExcerptAppender appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
            return appender;
        } catch (IllegalStateException e) {
            queue.close();
            throw new StoreException.Failed(
                    "the journal in " + directory + " came up read-only; are the JVM flags set?",
                    e);
        } catch (Exception e) { // whatever the queue makes of a damaged header, declared or not
            String file = damaged(queue, directory).toString();
            queue.close();
            throw new StoreException.Corrupt(file, 0, "the queue cannot read its own header", e);
        }
    }

    /// The first segment that the queue cannot open, or the directory.
    private static Path damaged(SingleChronicleQueue queue, Path directory) {
        for (Path segment : segments(directory)) {
            try (ExcerptTailer tailer = queue.createTailer()) {
                tailer.moveToIndex(CYCLES.toIndex(SegmentName.cycle(segment).orElseThrow(), 0));
            } catch (Exception e) { // as above
                return segment;
            }
        }
        return directory;
    }

    private static List<Path> segments(Path directory) {
        try {
            return Survey.paths(directory);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot list " + directory, e);
        }
    }

    /// A lock and a listing that outlive their process in there; made anew at each open.
    static void deleteMetadata(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(METADATA));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete " + METADATA, e);
        }
    }

    /// Appends in one write and answers the offset after it in its file.
    long append(byte[] record) {
        try (DocumentContext document = appender.writingDocument()) {
            boolean written = false;
            try {
                Bytes<?> bytes = bytes(document);
                bytes.write(record);
                written = true;
                return bytes.writePosition();
            } finally {
                if (!written) {
                    document.rollbackOnClose();
                }
            }
        }
    }

    int cycle() {
        return cycle;
    }

    /// The next append begins a new segment. Called by the appending thread alone.
    void roll() {
        int next = cycle + 1;
        cycle = next;
    }

    /// Reads the open segment with a fresh tailer: whether it gives so many records, this one last.
    boolean proves(long records, SealedRecord last) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            if (!tailer.moveToIndex(CYCLES.toIndex(cycle, 0))) {
                return false;
            }
            byte @Nullable [] read = null;
            long count = 0;
            for (byte[] next = read(tailer); next != null; next = read(tailer)) {
                read = next;
                count++;
            }
            return count == records && Arrays.equals(read, last.bytes());
        }
    }

    private static byte @Nullable [] read(ExcerptTailer tailer) {
        try (DocumentContext document = tailer.readingDocument()) {
            return document.isPresent() ? bytes(document).toByteArray() : null;
        }
    }

    private static Bytes<?> bytes(DocumentContext document) {
        return Objects.requireNonNull(document.wire(), "an open document has a wire").bytes();
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }

    private static void quiet(String property) {
        set(property, "true");
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
