package dev.varve.log.journal;

import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.RecordView;
import dev.varve.log.journal.FrameReader.Frame;
import dev.varve.log.seal.DurablePoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads segment after segment, never past the durable position, and never ends before it: an event
/// that is durable and not there is corruption.
final class SegmentCursor implements JournalCursor {
    private final Segments segments;
    private final DurablePoint durable;
    private Position next;
    private int bytes;
    private @Nullable SegmentFile segment;
    private @Nullable FrameReader frames;

    SegmentCursor(Segments segments, DurablePoint durable, Position from) {
        this.segments = segments;
        this.durable = durable;
        this.next = from;
    }

    @Override
    public @Nullable Recorded next() {
        RecordView record = view();
        if (record == null) {
            return null;
        }
        Recorded recorded = decode(record);
        next = next.next();
        bytes = record.length();
        return recorded;
    }

    @Override
    public int bytes() {
        return bytes;
    }

    @Override
    public byte @Nullable [] nextRecord() {
        RecordView record = view();
        if (record == null) {
            return null;
        }
        next = next.next();
        return record.toArray();
    }

    private @Nullable RecordView view() {
        if (durable.isClosed()) {
            throw new StoreException.Closed("the journal is closed");
        }
        if (next.isAfter(durable.get())) {
            return null;
        }
        return find(readerOfNext());
    }

    private Recorded decode(RecordView record) {
        try {
            return record.recorded();
        } catch (IllegalArgumentException e) {
            throw corrupt(readerOfNext(), "an event that cannot be read: " + e.getMessage());
        }
    }

    private FrameReader readerOfNext() {
        SegmentFile wanted = segments.holding(next);
        if (frames == null || !wanted.equals(segment)) {
            close();
            segment = wanted;
            frames = new FrameReader(wanted.path());
            frames.seek(wanted.index().before(next));
        }
        return frames;
    }

    /// Walks on to the record of the next position. What lies past the durable position may have
    /// been read half written, so each doubtful frame is read a second time.
    private RecordView find(FrameReader reader) {
        while (true) {
            RecordView record;
            try {
                record = step(reader);
            } catch (StoreException.Corrupt e) {
                reader.again();
                record = step(reader);
            }
            if (record.position().equals(next)) {
                return record;
            }
        }
    }

    private RecordView step(FrameReader reader) {
        Frame frame = reader.next();
        if (frame != Frame.DATA) { // what was read ahead may be older than the event
            reader.again();
            frame = reader.next();
        }
        if (frame != Frame.DATA) {
            throw corrupt(reader, "no event " + next + ", although it is durable: " + frame);
        }
        RecordView record = reader.record();
        if (record.position().isAfter(next)) {
            throw corrupt(reader, "event " + record.position() + " in place of " + next);
        }
        if (segment != null) {
            segment.index().note(record.position(), reader.offset());
        }
        return record;
    }

    private static StoreException.Corrupt corrupt(FrameReader reader, String what) {
        return new StoreException.Corrupt(reader.file().toString(), reader.offset(), what);
    }

    @Override
    public Position position() {
        return next;
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        return durable.await(next, atMost);
    }

    @Override
    public void close() {
        if (frames != null) {
            frames.close();
            frames = null;
            segment = null;
        }
    }
}
