package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.RangeChange;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Lifecycles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes an event apart into changes, a few at a time where there may be many.
final class Expansion {
    private static final int AT_ONCE = 256;

    private final Facts facts;

    Expansion(Facts facts) {
        this.facts = facts;
    }

    /// Some changes of an event.
    ///
    /// @param next where to go on; null at its end
    record Page(List<Change> changes, @Nullable Spot next) {}

    /// @param from a spot of this event
    Page page(Recorded recorded, Spot from) {
        if (recorded.event() instanceof RangeEvent range) {
            return ranges(recorded, range, from);
        }
        List<Change> all = new ArrayList<>();
        switch (recorded.event()) {
            case ObjectEvent event -> all.add(object(recorded, event, 0));
            case BucketEvent event -> all.add(bucket(recorded, event));
            case TransactionCommitted event -> objects(recorded, event.changes(), all);
            case LinkSpent event when event.change() != null ->
                    all.add(object(recorded, event.change(), 0));
            case VersionsPurged event -> purged(recorded, event, all);
            case RangeEvent _,
                    Event.BytesReleased _,
                    Event.LinkEvent _,
                    Event.UploadEvent _,
                    Event.AccessEvent _,
                    Event.WebhookEvent _,
                    Event.ClusterEvent _, // who made those events tells of them
                    Event.JournalEvent _ -> {}
        }
        int skipped = Math.toIntExact(Math.min(from.ordinal(), all.size()));
        return new Page(all.subList(skipped, all.size()), null);
    }

    private static Spot spot(Recorded recorded, long ordinal) {
        return new Spot(recorded.position(), ordinal, null);
    }

    private void objects(Recorded recorded, List<ObjectEvent> changes, List<Change> into) {
        for (ObjectEvent change : changes) {
            into.add(object(recorded, change, into.size()));
        }
    }

    private static void purged(Recorded recorded, VersionsPurged event, List<Change> into) {
        for (Purged each : event.purged()) {
            into.add(
                    new Change(
                            spot(recorded, into.size()),
                            recorded.envelope(),
                            EventNames.PURGED,
                            event.bucket(),
                            each.key(),
                            each.version(),
                            null,
                            Map.of()));
        }
    }

    private Change object(Recorded recorded, ObjectEvent event, int ordinal) {
        Told told =
                switch (event) {
                    case NewVersion made ->
                            new Told(
                                    made(made),
                                    made.nullVersion() ? null : new VersionId(recorded.stamp()),
                                    made.state());
                    case Event.DeleteMarkerPlaced marker ->
                            new Told(
                                    expired(recorded)
                                            ? EventNames.EXPIRED_TO_MARKER
                                            : EventNames.MARKED,
                                    marker.nullVersion() ? null : new VersionId(recorded.stamp()),
                                    null);
                    case Event.ObjectDeleted _ -> new Told(deleted(recorded), null, null);
                    case Event.VersionDeleted gone ->
                            new Told(deleted(recorded), gone.version(), null);
                    case AttributesChanged changed -> changed(recorded, changed);
                };
        return new Change(
                spot(recorded, ordinal),
                recorded.envelope(),
                told.event,
                event.bucket(),
                event.key(),
                told.version,
                Change.Known.of(told.state),
                Map.of());
    }

    private record Told(String event, @Nullable VersionId version, @Nullable ObjectState state) {}

    private static String made(NewVersion event) {
        return switch (event) {
            case Event.ObjectPut _ -> EventNames.PUT;
            case Event.ObjectCopied _ -> EventNames.COPY;
            case Event.UploadCompleted _ -> EventNames.COMPLETED;
            case Event.ObjectUndeleted _ -> EventNames.UNDELETED;
        };
    }

    private static boolean expired(Recorded recorded) {
        return Lifecycles.did(recorded.envelope().provenance());
    }

    private static String deleted(Recorded recorded) {
        return expired(recorded) ? EventNames.EXPIRED : EventNames.DELETED;
    }

    /// The version as it was just before says what changed, and what it holds.
    private Told changed(Recorded recorded, AttributesChanged event) {
        Optional<Version> before =
                facts.read(view ->
                        view.version(
                                event.bucket(),
                                event.key(),
                                event.version(),
                                before(recorded.envelope())));
        @Nullable ObjectState was = before.map(Version::state).orElse(null);
        String name =
                was == null ? EventNames.ATTRIBUTES : changed(was.attributes(), event.attributes());
        boolean isNull = before.map(Version::nullVersion).orElse(false);
        return new Told(
                name,
                isNull ? null : event.version(),
                was == null ? null : was.with(event.attributes()));
    }

    static HybridTime before(Envelope envelope) {
        return new HybridTime(envelope.time().packed() - 1);
    }

    private static String changed(Attributes before, Attributes after) {
        if (!before.tags().equals(after.tags())) {
            return after.tags().isEmpty() ? EventNames.TAGS_DELETED : EventNames.TAGS_PUT;
        }
        if (before.legalHold() != after.legalHold()) {
            return EventNames.LEGAL_HOLD;
        }
        if (!before.metadata().equals(after.metadata())) {
            return EventNames.METADATA;
        }
        return before.equals(after) ? EventNames.ATTRIBUTES : EventNames.RETENTION;
    }

    private static Change bucket(Recorded recorded, BucketEvent event) {
        return new Change(
                spot(recorded, 0),
                recorded.envelope(),
                name(event),
                event.bucket(),
                null,
                null,
                null,
                event instanceof QuotaThresholdCrossed crossed ? figures(crossed) : Map.of());
    }

    private static String name(BucketEvent event) {
        return switch (event) {
            case Event.BucketCreated _ -> EventNames.BUCKET_CREATED;
            case Event.BucketDeleted _ -> EventNames.BUCKET_DELETED;
            case Event.BucketSettingsChanged _ -> EventNames.BUCKET_SETTINGS;
            case Event.BucketLifecycleSet _ -> EventNames.BUCKET_LIFECYCLE;
            case Event.NotificationSet _ -> EventNames.BUCKET_NOTIFICATION;
            case Event.HistoryFloorRaised _ -> EventNames.BUCKET_FLOOR;
            case QuotaThresholdCrossed _ -> EventNames.QUOTA;
        };
    }

    private static Map<String, Object> figures(QuotaThresholdCrossed event) {
        return Map.of(
                "measure", event.measure().name().toLowerCase(Locale.ROOT),
                "percent", event.percent(),
                "used", event.used(),
                "limit", event.limit());
    }

    private Page ranges(Recorded recorded, RangeEvent event, Spot from) {
        RangeChange.Page found =
                facts.read(view -> view.changes(event, recorded.stamp(), from.after(), AT_ONCE));
        List<Change> changes = new ArrayList<>();
        RangeChange.@Nullable Place before = from.after();
        for (RangeChange each : found.changes()) {
            Spot at = new Spot(recorded.position(), each.place().ordinal(), before);
            changes.add(ranged(recorded, event, at, each));
            before = each.place();
        }
        RangeChange.Place next = found.next();
        return new Page(
                changes,
                next == null ? null : new Spot(recorded.position(), next.ordinal() + 1, next));
    }

    private static Change ranged(Recorded recorded, RangeEvent event, Spot at, RangeChange change) {
        @Nullable Version after = change.after().orElse(null);
        boolean made = after != null && after.isObject();
        BucketId bucket = change.place().bucket();
        ObjectKey key = change.place().key();
        String name = made ? made(event) : removed(after);
        @Nullable VersionId version =
                after == null || after.nullVersion() || after.kind() == Version.Kind.TOMBSTONE
                        ? null
                        : after.id();
        return new Change(
                at,
                recorded.envelope(),
                name,
                bucket,
                key,
                version,
                Change.Known.of(after == null ? null : after.state()),
                Map.of());
    }

    private static String made(RangeEvent event) {
        return switch (event) {
            case PrefixMoved _ -> EventNames.COPY;
            case RangesRestored _ -> EventNames.RESTORED;
            case Event.PrefixDeleted _, Event.LayerSettled _ ->
                    throw new IllegalStateException("makes no object: " + event);
        };
    }

    private static String removed(@Nullable Version after) {
        return after != null && after.kind() == Version.Kind.DELETE_MARKER
                ? EventNames.MARKED
                : EventNames.DELETED;
    }
}
