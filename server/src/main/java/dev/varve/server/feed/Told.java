package dev.varve.server.feed;

import dev.varve.log.Event.EventsImported;
import dev.varve.log.Event.PayloadWithheld;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// An event as this node's journal tells it: its own, or one of those that it took over together.
///
/// @param recorded as its origin wrote it
/// @param by the event of this node's journal that it came with; itself, where it is this node's own
/// @param index among those that came together, from 0
public record Told(Recorded recorded, Recorded by, int index) {
    /// The event's place in the ordinals of its changes: below are its own, more than any event about
    /// ranges has. A thousand events stay below 2^53, which JSON can say.
    private static final int SHIFT = 40;

    /// What the journal tells at one position, in order. Events that their origin took over itself are
    /// not among them: these come from whoever made them.
    ///
    /// @param after ordinal of a change; events whose changes all come before it may be left out
    static Stream<Told> of(Recorded by, long after) {
        if (!(by.event() instanceof EventsImported imported)) {
            return Stream.of(new Told(by, by, 0));
        }
        List<RecordView> records = Frame.read(imported.frame()).records();
        long first = Math.min(after >> SHIFT, records.size());
        return IntStream.range((int) first, records.size())
                .mapToObj(i -> new Told(records.get(i).recorded(), by, i))
                .filter(told -> !(told.recorded().event() instanceof PayloadWithheld));
    }

    public Position position() {
        return by.position();
    }

    /// Of this node's journal.
    public Origin origin() {
        return by.envelope().origin();
    }

    public boolean isImported() {
        return by.event() instanceof EventsImported;
    }

    /// Of a change, at the position.
    ///
    /// @param own among the changes of this event alone
    long ordinal(long own) {
        return ((long) index << SHIFT) + own;
    }

    /// The other way round.
    long own(long ordinal) {
        return ordinal - ordinal(0);
    }
}
