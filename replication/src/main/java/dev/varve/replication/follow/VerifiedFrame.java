package dev.varve.replication.follow;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.Extensions.Imported;
import dev.varve.log.codec.Frame;
import dev.varve.replication.ship.NamedBlobs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A frame that continues what is known of its origin, event by event, and that its origin signed.
///
/// @param frame without what was known before
/// @param bytes the frame as it is kept
/// @param events of the frame; those that were shipped thin are [Event.PayloadWithheld]
public record VerifiedFrame(Frame frame, Bytes bytes, List<Recorded> events) {
    public VerifiedFrame {
        events = List.copyOf(events);
    }

    public Origin origin() {
        return frame.origin();
    }

    public Position first() {
        return frame.first();
    }

    public Position last() {
        return frame.last();
    }

    /// What is known once it is folded.
    public Known after() {
        return new Known(origin(), last(), frame.root(), events.getLast().envelope().time());
    }

    /// What the journal says of it.
    public Event.EventsImported imported() {
        return new Event.EventsImported(
                origin(), first(), last(), events.getLast().envelope().time(), bytes);
    }

    /// What its origin had folded of others before the events in here: to be folded here before.
    public Map<Origin, Position> needs() {
        Map<Origin, Position> needs = new TreeMap<>();
        for (Recorded event : events) {
            Imported imported = Extensions.imported(event.envelope()).orElse(null);
            if (imported != null) {
                needs.merge(
                        imported.origin(),
                        imported.last(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return needs;
    }

    /// The blobs that may come beside it.
    public Set<BlobId> blobs() {
        Set<BlobId> blobs = new LinkedHashSet<>();
        events.forEach(event -> blobs.addAll(NamedBlobs.beside(event.event())));
        return blobs;
    }
}
