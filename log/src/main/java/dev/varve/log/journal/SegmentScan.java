package dev.varve.log.journal;

import dev.varve.log.Envelope;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordView;
import dev.varve.log.journal.FrameReader.Frame;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a segment from its first record to the last that is whole, right and in its place.
final class SegmentScan {
    private final Path file;
    private final JournalIdentity identity;
    private final Chain chain = new Chain();
    private @Nullable JournalHead head;
    private final Position until;
    private @Nullable Position first;
    private long end;

    /// What a segment holds.
    ///
    /// @param first position of its first record, if it has any
    /// @param head after its last good record; null when it has none
    /// @param end offset after that record
    /// @param problem why the scan ended where it did; null at the regular end of a segment
    record Found(
            @Nullable Position first,
            @Nullable JournalHead head,
            long end,
            @Nullable String problem) {
        boolean isEmpty() {
            return head == null;
        }
    }

    SegmentScan(Path file, JournalIdentity identity) {
        this(file, identity, new Position(Long.MAX_VALUE));
    }

    /// Scans as if nothing followed the record at `until`.
    SegmentScan(Path file, JournalIdentity identity, Position until) {
        this.file = file;
        this.identity = identity;
        this.until = until;
    }

    Found run(Consumer<RecordView> each) {
        return run(0, each);
    }

    /// Scans from a frame on.
    Found run(long offset, Consumer<RecordView> each) {
        try (FrameReader frames = new FrameReader(file)) {
            frames.seek(offset);
            while (head == null || until.isAfter(head.position())) {
                Frame frame = frames.next();
                switch (frame) {
                    case END, SEALED -> {
                        end = Math.max(end, frames.offset());
                        return found(null);
                    }
                    case BROKEN -> {
                        return found("a frame that was not completed, at " + frames.offset());
                    }
                    case DATA -> {
                        String problem = take(frames, each);
                        if (problem != null) {
                            return found(problem);
                        }
                    }
                }
            }
            return found(null);
        }
    }

    private Found found(@Nullable String problem) {
        return new Found(first, head, end, problem);
    }

    private @Nullable String take(FrameReader frames, Consumer<RecordView> each) {
        RecordView record;
        Envelope envelope;
        try {
            record = frames.record();
            envelope = record.envelope();
        } catch (StoreException.Corrupt e) {
            return e.getMessage();
        } catch (IllegalArgumentException e) {
            return "an envelope that cannot be read: " + e.getMessage();
        }
        checkOwner(envelope, frames.offset());
        JournalHead before = head == null ? beforeFirst(envelope) : head;
        if (before == null) {
            return "event " + envelope.position() + " cannot begin a segment";
        }
        if (!envelope.position().equals(before.position().next())) {
            return "event " + envelope.position() + " follows event " + before.position();
        }
        Hash256 linked = chain.next(before.chain(), record.header());
        head = before.after(envelope, linked);
        end = frames.end();
        each.accept(record);
        return null;
    }

    private @Nullable JournalHead beforeFirst(Envelope envelope) {
        if (envelope.position().equals(Position.FIRST)) {
            first = envelope.position();
            return JournalHead.EMPTY;
        }
        Optional<Hash256> stated = Extensions.chainBefore(envelope);
        if (stated.isEmpty()) {
            return null;
        }
        first = envelope.position();
        return JournalHead.before(envelope, stated.get());
    }

    private void checkOwner(Envelope envelope, long offset) {
        if (!identity.owns(envelope)) {
            throw new StoreException.Corrupt(
                    file.toString(),
                    offset,
                    "an event of another journal: "
                            + envelope.cluster()
                            + ", "
                            + envelope.origin());
        }
        if (envelope.origin().incarnation() > identity.origin().incarnation()) {
            throw new StoreException.Failed(
                    "the journal knows incarnation "
                            + envelope.origin().incarnation()
                            + ", the node's identity only "
                            + identity.origin().incarnation());
        }
    }
}
