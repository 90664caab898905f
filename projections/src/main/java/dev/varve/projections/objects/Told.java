package dev.varve.projections.objects;

import dev.varve.log.Event;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import org.jspecify.annotations.Nullable;

/// An event as it comes into the rows.
///
/// @param by the event of this node's journal that brought it from another origin, and with which
///     newer ones may be folded already; null for one of this node's own, which is newer than all
record Told(Recorded recorded, @Nullable Recorded by) {
    static Told own(Recorded recorded) {
        return new Told(recorded, null);
    }

    boolean isImported() {
        return by != null;
    }

    /// The event of this node's journal that told of it: itself, or the one that brought it.
    Recorded teller() {
        return by == null ? recorded : by;
    }

    /// Where in this node's journal it is told.
    Position here() {
        return teller().position();
    }

    Stamp stamp() {
        return recorded.stamp();
    }

    Event event() {
        return recorded.event();
    }

    /// When this node learned of it, in wall milliseconds.
    long learned() {
        long told = latest(recorded);
        return by == null ? told : Math.max(told, latest(by));
    }

    private static long latest(Recorded recorded) {
        return Math.max(
                recorded.envelope().time().millis(), recorded.envelope().wall().toEpochMilli());
    }
}
