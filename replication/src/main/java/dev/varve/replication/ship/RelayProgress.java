package dev.varve.replication.ship;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.Extensions.Imported;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Through the events of another origin that this journal took over, in the frames in which it did:
/// that origin signed them.
final class RelayProgress implements Progress {
    private final Journal journal;
    private final Origin origin;
    private Position after;
    private Promise promise = Promise.NONE;
    private @Nullable JournalCursor cursor;

    RelayProgress(Journal journal, Request request) {
        this.journal = journal;
        this.origin = request.origin();
        this.after = request.after();
    }

    @Override
    public Message.@Nullable Why begin() {
        Optional<RecordView> newest =
                Lookback.last(journal, journal.durable(), record -> imported(record).isPresent());
        if (newest.isEmpty()) {
            return Message.Why.NOT_HERE;
        }
        if (newest.get().recorded().event() instanceof Event.EventsImported event) {
            promise = promise(Frame.read(event.frame()));
        }
        if (!promise.position().isAfter(after)) {
            cursor = journal.read(newest.get().position().next());
            return null;
        }
        cursor = journal.read(beginning(newest.get().position()));
        return null;
    }

    /// Behind the last import that the follower needs nothing of.
    private Position beginning(Position newest) {
        return Lookback.last(journal, newest, this::isKnown)
                .map(record -> record.position().next())
                .orElseGet(journal::oldest);
    }

    private boolean isKnown(RecordView record) {
        return imported(record).map(it -> !it.last().isAfter(after)).orElse(false);
    }

    private Optional<Imported> imported(RecordView record) {
        Envelope envelope = record.envelope();
        return Records.isImport(envelope)
                ? Extensions.imported(envelope).filter(it -> it.origin().equals(origin))
                : Optional.empty();
    }

    @Override
    public Optional<Frame> next() {
        JournalCursor reading = cursor;
        if (reading == null) {
            return Optional.empty();
        }
        for (RecordView record = Records.next(reading);
                record != null;
                record = Records.next(reading)) {
            if (imported(record).isPresent()) {
                Optional<Frame> frame = frame(record.recorded());
                if (frame.isPresent()) {
                    return frame;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Frame> frame(Recorded recorded) {
        if (!(recorded.event() instanceof Event.EventsImported event)
                || !event.last().isAfter(after)) {
            return Optional.empty();
        }
        Frame frame = Frame.read(event.frame());
        if (frame.first().isAfter(after.next()) && !(after.isNone() && isBeginning(frame))) {
            throw new StoreException.Trimmed(after.next(), frame.first());
        }
        if (event.last().isAfter(promise.position())) {
            promise = promise(frame);
        }
        Frame rest = Suffix.of(frame, after).orElseThrow();
        after = event.last();
        return Optional.of(rest);
    }

    private static Promise promise(Frame frame) {
        return new Promise(frame.records().getLast().envelope().time(), frame.last());
    }

    /// Where an incarnation may begin, which need not be at the first position.
    private static boolean isBeginning(Frame frame) {
        Envelope first = frame.records().getFirst().envelope();
        return first.payloadType() == EventType.STARTED.number();
    }

    @Override
    public Position awaited() {
        return cursor == null ? Position.FIRST : cursor.position();
    }

    @Override
    public Promise promise() {
        return promise;
    }

    @Override
    public void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
