package dev.varve.log.journal;

import dev.varve.log.Position;
import java.nio.file.Path;
import java.util.List;

/// Where a journal is and how it is cut up.
///
/// @param directory holds the segments and nothing else's files
/// @param segmentBytes a segment that has reached this size is sealed
/// @param blockSize how much of a segment file is mapped at a time
/// @param checkpointEvery at most so many events go unsigned
/// @param preallocate how far ahead of the last event space is allocated
/// @param knownDurable positions that others have seen durable (flushed views, cursors): a journal
///     that ends before one of them has lost something
/// @param mode read-only opens change nothing and read as far as the journal is whole
public record JournalOptions(
        Path directory,
        long segmentBytes,
        int blockSize,
        int checkpointEvery,
        long preallocate,
        List<Position> knownDurable,
        Mode mode) {
    private static final long DEFAULT_SEGMENT = 64L << 20;
    private static final int DEFAULT_BLOCK = 4 << 20;
    private static final int DEFAULT_CHECKPOINT_EVERY = 1000;
    private static final long DEFAULT_PREALLOCATE = 4L << 20;

    /// The largest record must fit into a quarter of a block, which is what the queue maps twice.
    private static final int MIN_BLOCK = 4 << 20;

    public enum Mode {
        READ_WRITE,
        READ_ONLY
    }

    public JournalOptions {
        knownDurable = List.copyOf(knownDurable);
        if (segmentBytes < 1 || checkpointEvery < 1 || preallocate < 0 || blockSize < MIN_BLOCK) {
            throw new IllegalArgumentException("journal sizes are out of range");
        }
    }

    public static JournalOptions of(Path directory) {
        return new JournalOptions(
                directory,
                DEFAULT_SEGMENT,
                DEFAULT_BLOCK,
                DEFAULT_CHECKPOINT_EVERY,
                DEFAULT_PREALLOCATE,
                List.of(),
                Mode.READ_WRITE);
    }

    public JournalOptions withSegmentBytes(long bytes) {
        return new JournalOptions(
                directory, bytes, blockSize, checkpointEvery, preallocate, knownDurable, mode);
    }

    public JournalOptions withCheckpointEvery(int events) {
        return new JournalOptions(
                directory, segmentBytes, blockSize, events, preallocate, knownDurable, mode);
    }

    public JournalOptions withPreallocate(long bytes) {
        return new JournalOptions(
                directory, segmentBytes, blockSize, checkpointEvery, bytes, knownDurable, mode);
    }

    public JournalOptions withKnownDurable(List<Position> positions) {
        return new JournalOptions(
                directory, segmentBytes, blockSize, checkpointEvery, preallocate, positions, mode);
    }

    public JournalOptions readOnly() {
        return new JournalOptions(
                directory,
                segmentBytes,
                blockSize,
                checkpointEvery,
                preallocate,
                knownDurable,
                Mode.READ_ONLY);
    }
}
