package dev.varve.server.feed;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.log.codec.EventType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One thing that an event did: to one key, where it is about keys.
///
/// @param told the event, and how it came into this node's journal
/// @param ordinal among all changes at its position
/// @param last whether it is the last one at its position
/// @param event what it was, as an event of its own would have said it
/// @param version that it made or is about, where that is known
/// @param rest whether it stands for all further changes of its event, which cannot be told one by one:
///     history of some of them was purged
public record Change(
        Told told,
        long ordinal,
        boolean last,
        Event event,
        @Nullable VersionId version,
        boolean rest) {

    /// An event about ranges as one change.
    static Change rest(Told told) {
        return new Change(told, told.ordinal(0), true, told.recorded().event(), null, true);
    }

    Change last(boolean now) {
        return new Change(told, ordinal, now, event, version, rest);
    }

    /// The event as its origin wrote it.
    public Recorded recorded() {
        return told.recorded();
    }

    /// Where this node's journal tells of it.
    public Position position() {
        return told.position();
    }

    /// Among the changes of its event alone.
    public long ownOrdinal() {
        return told.own(ordinal);
    }

    /// Where it may have changed keys, of an event about ranges.
    List<Event.Range> ranges() {
        return recorded().event() instanceof Event.RangeEvent of ? of.ranges() : List.of();
    }

    /// Behind it, all that its event did before is done too.
    public Place place() {
        return new Place(position(), ordinal);
    }

    /// As far as somebody got who has seen it.
    public Place reached() {
        return last ? Place.behind(position()) : place();
    }

    public EventType type() {
        return EventType.of(event);
    }

    /// The type of the event that it is a part of.
    public EventType within() {
        return EventType.of(recorded().event());
    }

    /// Whether its event did, or may have done, more than this.
    public boolean isPart() {
        return !event.equals(recorded().event());
    }

    public Optional<BucketId> bucket() {
        return switch (event) {
            case BucketEvent of -> Optional.of(of.bucket());
            case ObjectEvent of -> Optional.of(of.bucket());
            case UploadEvent of -> Optional.of(of.bucket());
            case VersionsPurged of -> Optional.of(of.bucket());
            case BytesReleased of -> Optional.of(of.bucket());
            default -> Optional.empty(); // of no bucket, or of ranges
        };
    }

    public Optional<ObjectKey> key() {
        return switch (event) {
            case ObjectEvent of -> Optional.of(of.key());
            case UploadEvent of -> Optional.of(of.key());
            case VersionsPurged of -> Optional.of(of.purged().getFirst().key());
            case BytesReleased of -> Optional.of(of.released().getFirst().key());
            default -> Optional.empty(); // about more than a key, or none
        };
    }
}
