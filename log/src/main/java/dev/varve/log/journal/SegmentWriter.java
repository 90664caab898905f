package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.SealedRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts batches into the open segment and onto stable storage, and goes on to the next segment when
/// it is full. For one thread.
final class SegmentWriter {
    /// What a queue may put between records: frame words and a page of its index.
    static final long SLACK = 128 << 10;

    /// What the queue puts before the first record of a file: its header and index.
    private static final long FIRST_RECORD = 65_808;

    static final int FRAME_OVERHEAD = 8;

    private final JournalOptions options;
    private final Disk disk;
    private final Segments segments;
    private final JournalState state;
    private final DurableMark mark;
    private final QueueAppender queue;
    private final int incarnation;
    private @Nullable Open open;
    private boolean rolls;

    /// The segment that is appended to, and how far it is used and allocated.
    private static final class Open {
        final Path path;
        final FileChannel channel;
        long used;
        long allocated;

        Open(Path path, long used, long allocated) throws IOException {
            this.path = path;
            this.channel = FileChannel.open(path, StandardOpenOption.WRITE);
            this.used = used;
            this.allocated = allocated;
        }
    }

    /// @param tail where the journal's end is
    SegmentWriter(
            JournalOptions options,
            int incarnation,
            Disk disk,
            Segments segments,
            JournalState state,
            Tail tail)
            throws IOException {
        this.incarnation = incarnation;
        this.options = options;
        this.disk = disk;
        this.segments = segments;
        this.state = state;
        save(false, tail.cycle(), tail.head());
        this.mark = new DurableMark(options.directory());
        mark.write(tail.last());
        if (!tail.beginsSegment()) {
            Path path = path(tail.cycle());
            open = new Open(path, tail.end(), 0);
            rolls = isFull(tail.end(), tail.head());
        }
        this.queue = new QueueAppender(options.directory(), tail.cycle(), options.blockSize());
    }

    /// The end of a journal.
    ///
    /// @param cycle the segment to append to
    /// @param beginsSegment whether that segment does not exist yet
    /// @param end offset after its last record
    record Tail(int cycle, boolean beginsSegment, long end, JournalHead head) {
        Position last() {
            return head.position();
        }
    }

    boolean atSegmentStart() {
        return open == null || rolls;
    }

    /// A segment ends only behind a checkpoint.
    private boolean isFull(long end, JournalHead head) {
        return end >= options.segmentBytes() && head.unsigned() == 0;
    }

    boolean endsSegment(int records, long bytes) {
        long used = open == null || rolls ? FIRST_RECORD : open.used;
        return used + bytes + (long) records * FRAME_OVERHEAD >= options.segmentBytes();
    }

    /// Allocates what a batch of so many records and bytes needs.
    void makeSpace(int records, long bytes) throws IOException {
        long needed = bytes + (long) records * FRAME_OVERHEAD + SLACK;
        if (open == null || rolls) {
            int cycle = open == null ? queue.cycle() : queue.cycle() + 1;
            Path file = options.directory().resolve(SegmentName.precreated(cycle));
            allocate(file, 0, needed);
        } else if (open.used + needed > open.allocated) {
            long from = Math.max(open.used, open.allocated);
            open.allocated = from + allocate(open.path, from, open.used + needed - from);
        }
    }

    /// Allocates generously, or what is needed where the disk has no more. Answers how much.
    private long allocate(Path file, long from, long needed) throws IOException {
        long ahead = Math.min(options.preallocate(), options.segmentBytes() + SLACK - from);
        if (ahead > needed) {
            try {
                disk.allocate(file, from, ahead);
                return ahead;
            } catch (StoreException.OutOfSpace e) {
                disk.allocate(file, from, needed);
                return needed;
            }
        }
        disk.allocate(file, from, needed);
        return needed;
    }

    void append(List<SealedRecord> records) throws IOException {
        boolean begins = atSegmentStart();
        if (begins && open != null) {
            queue.roll();
        }
        long end = 0;
        for (SealedRecord each : records) {
            end = queue.append(each.bytes());
        }
        Position last = records.getLast().recorded().position();
        if (begins) {
            began(records.getFirst().recorded().position(), records.getLast().head());
        }
        Open now = current();
        now.used = end;
        if (!begins) {
            disk.force(now.path, now.channel);
        }
        rolls = isFull(end, records.getLast().head());
        mark.write(last);
    }

    /// Both files and the directory onto stable storage, then the state that says so.
    private void began(Position first, JournalHead head) throws IOException {
        if (open != null) {
            disk.force(open.path, open.channel);
            open.channel.close();
        }
        Path path = path(queue.cycle());
        open = new Open(path, 0, 0);
        disk.force(path, open.channel);
        disk.forceDirectory(options.directory());
        save(false, queue.cycle(), head);
        segments.add(new SegmentFile(queue.cycle(), path, first));
    }

    private Open current() {
        if (open == null) {
            throw new IllegalStateException("nothing was appended yet");
        }
        return open;
    }

    /// Whether a fresh reader of the queue finds this record as the last of the open segment.
    boolean proves(SealedRecord last) {
        Position position = last.recorded().position();
        long first = segments.holding(position).first().value();
        return queue.proves(position.value() - first + 1, last);
    }

    /// Leaves the mark of a clean stop, unless the outcome of a write is unknown.
    void close(boolean clean, JournalHead head) throws IOException {
        try (DurableMark _ = mark;
                FileChannel _ = open == null ? null : open.channel) {
            queue.close();
            if (clean && open != null) {
                disk.force(open.path, open.channel);
            }
            if (clean) {
                save(true, queue.cycle(), head);
            }
        }
    }

    private void save(boolean clean, int cycle, JournalHead head) throws IOException {
        state.write(
                new JournalState.Mark(clean, cycle, incarnation, head.position(), head.chain()));
    }

    /// Where the next claim goes on.
    Tail tail(JournalHead head) {
        return open == null
                ? new Tail(queue.cycle(), true, 0, head)
                : new Tail(queue.cycle(), false, open.used, head);
    }

    private Path path(int cycle) {
        return options.directory().resolve(SegmentName.of(cycle));
    }
}
