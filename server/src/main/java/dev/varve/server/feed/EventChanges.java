package dev.varve.server.feed;

import dev.varve.log.Event;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.RangeChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The changes of one event, in the order of their ordinals: read as they are asked for where there may
/// be millions of them.
final class EventChanges {
    private static final int PAGE = 500;
    private static final Comparator<Purged> ORDER =
            Comparator.comparing(Purged::key).thenComparing(Purged::version);

    private final Told told;
    private final Recorded recorded;
    private final BulkChanges bulk;
    private final Deque<Change> ready = new ArrayDeque<>();
    private RangeChange.@Nullable Place next;
    private boolean more;
    private boolean complete = true;
    private long ordinal;

    EventChanges(Told told, BulkChanges bulk) {
        this.told = told;
        this.recorded = told.recorded();
        this.bulk = bulk;
        switch (recorded.event()) {
            case TransactionCommitted event -> addAll(event.changes());
            case VersionsPurged event ->
                    addEach(event.purged(), one -> new VersionsPurged(event.bucket(), one));
            case BytesReleased event ->
                    addEach(event.released(), one -> new BytesReleased(event.bucket(), one));
            case LinkSpent event when event.change() != null -> addSpent(event, event.change());
            case LayerSettled event -> add(event, null, true);
            case RangeEvent _ -> more = true;
            case Event event -> add(event, version(event), true);
        }
    }

    private @Nullable VersionId version(Event event) {
        return switch (event) {
            case AttributesChanged changed -> changed.version();
            case VersionDeleted deleted -> deleted.version();
            case Event.NewVersion _, Event.DeleteMarkerPlaced _ -> new VersionId(recorded.stamp());
            default -> null; // of no version, or of several
        };
    }

    private void add(Event event, @Nullable VersionId version, boolean last) {
        ready.add(change(ordinal++, last, event, version, false));
    }

    private Change change(
            long own, boolean last, Event event, @Nullable VersionId version, boolean rest) {
        return new Change(told, told.ordinal(own), last, event, version, rest);
    }

    private void addAll(List<? extends Event> events) {
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            add(event, version(event), i == events.size() - 1);
        }
    }

    private void addSpent(LinkSpent event, Event.ObjectEvent change) {
        addAll(List.of(new LinkSpent(event.link(), event.issuer(), null), change));
    }

    private void addEach(List<Purged> versions, Function<List<Purged>, Event> alone) {
        List<Purged> sorted = new ArrayList<>(versions);
        sorted.sort(ORDER);
        for (int i = 0; i < sorted.size(); i++) {
            Purged one = sorted.get(i);
            add(alone.apply(List.of(one)), one.version(), i == sorted.size() - 1);
        }
    }

    /// Null when there are no more.
    @Nullable Change next() {
        while (ready.size() < 2 && more) {
            read();
        }
        return ready.poll();
    }

    /// One change stays behind until it is known whether it is the last.
    private void read() {
        RangeChange.Page page = bulk.of(recorded, next, PAGE);
        for (RangeChange change : page.changes()) {
            Optional<Event> event = RangeChangeEvents.of(recorded, change);
            event.ifPresent(known -> ready.add(bulk(change, known)));
            ordinal = change.place().ordinal() + 1;
        }
        complete &= page.complete();
        next = page.next();
        more = next != null;
        if (!more) {
            end();
        }
    }

    private Change bulk(RangeChange change, Event event) {
        @Nullable VersionId version =
                event instanceof Event.ObjectDeleted
                        ? null
                        : change.after().map(made -> made.id()).orElse(null);
        return change(change.place().ordinal(), false, event, version, false);
    }

    private void end() {
        if (!complete) {
            ready.add(change(ordinal, true, recorded.event(), null, true));
        } else if (!ready.isEmpty()) {
            ready.add(ready.removeLast().last(true));
        }
    }
}
