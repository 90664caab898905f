package dev.varve.projections.sql;

import dev.varve.log.Event.EventsImported;
import dev.varve.log.HybridTime;
import dev.varve.log.Recorded;

/// When the event happened that is being folded, as its rows say it.
///
/// @param position in this node's journal
/// @param late whether another node did it, so that newer ones may be in the rows already
record Moment(long position, String version, HybridTime time, String wall, boolean late) {
    static Moment of(Recorded recorded) {
        return of(recorded, recorded);
    }

    /// @param by the event of this node's journal that brought it
    static Moment of(Recorded recorded, Recorded by) {
        return new Moment(
                by.position().value(),
                recorded.stamp().text(),
                recorded.envelope().time(),
                Texts.of(recorded.envelope().wall()),
                by.event() instanceof EventsImported);
    }

    String hidden() {
        return Texts.of(time);
    }
}
