package dev.varve.projections.sql;

import dev.varve.log.Event;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.BucketDeleted;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BucketSettingsChanged;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.NotificationSet;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.PayloadWithheld;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.projections.objects.RangeCounts;
import java.util.List;

/// Turns events into rows. Pure: reads nothing but the event and the rows.
final class SqlFold {
    private final VersionRows versions;
    private final RangeRows ranges;
    private final RestoreRows restores;
    private final BucketRows buckets;
    private final EventRows events;

    SqlFold(Statements statements, Dialect dialect) {
        this.versions = new VersionRows(statements);
        this.ranges = new RangeRows(statements, dialect);
        this.restores = new RestoreRows(statements, dialect, ranges);
        this.buckets = new BucketRows(statements);
        this.events = new EventRows(statements);
    }

    /// After the last event of a day, before the first of a later one.
    void endDay(String day) {
        buckets.endDay(day);
    }

    void apply(Recorded recorded) {
        events.add(recorded, recorded.position(), 0);
        if (recorded.event() instanceof EventsImported imported) {
            List<RecordView> within = Frame.read(imported.frame()).records();
            for (int i = 0; i < within.size(); i++) {
                Recorded one = within.get(i).recorded();
                if (!(one.event() instanceof PayloadWithheld)) {
                    events.add(one, recorded.position(), i + 1);
                    apply(Moment.of(one, recorded), one);
                }
            }
        } else {
            apply(Moment.of(recorded), recorded);
        }
    }

    private void apply(Moment at, Recorded recorded) {
        switch (recorded.event()) {
            case BucketEvent event -> bucket(at, event);
            case ObjectEvent event -> object(at, event);
            case VersionsPurged event ->
                    event.purged()
                            .forEach(one ->
                                    versions.purge(event.bucket(), one.key(), one.version()));
            case BytesReleased event ->
                    event.released()
                            .forEach(one ->
                                    versions.release(event.bucket(), one.key(), one.version()));
            case RangeEvent event -> range(at, event);
            case TransactionCommitted event ->
                    event.changes().forEach(change -> object(at, change));
            case LinkSpent event -> {
                if (event.change() != null) {
                    object(at, event.change());
                }
            }
            case Event.UploadEvent event -> {}
            case Event.AccessEvent event -> {}
            case Event.LinkRevoked event -> {}
            case Event.LinksOfIssuerRevoked event -> {}
            case Event.WebhookEvent event -> {}
            case Event.ClusterEvent event -> {}
            case Event.JournalEvent event -> {}
        }
    }

    private void bucket(Moment at, BucketEvent event) {
        switch (event) {
            case BucketCreated created -> buckets.create(at, created);
            case BucketSettingsChanged changed ->
                    buckets.change(at, changed.bucket(), changed.settings());
            case BucketDeleted deleted -> buckets.delete(at, deleted.bucket());
            case HistoryFloorRaised raised -> {}
            case QuotaThresholdCrossed crossed -> {}
            case NotificationSet set -> {}
            case Event.BucketLifecycleSet set -> {}
        }
    }

    private void object(Moment at, ObjectEvent event) {
        switch (event) {
            case NewVersion made -> {
                versions.add(at, made.bucket(), made.key(), made.nullVersion(), made.state());
                buckets.count(made.bucket(), 1, 0);
            }
            case DeleteMarkerPlaced placed -> {
                versions.mark(at, placed.bucket(), placed.key(), placed.nullVersion());
                buckets.count(placed.bucket(), 0, 1);
            }
            case ObjectDeleted deleted -> {
                versions.bury(at, deleted.bucket(), deleted.key());
                buckets.count(deleted.bucket(), 0, 1);
            }
            case VersionDeleted deleted -> {
                versions.hide(at, deleted.bucket(), deleted.key(), deleted.version());
                buckets.count(deleted.bucket(), 0, 1);
            }
            case AttributesChanged changed -> versions.revise(at, changed);
        }
    }

    private void range(Moment at, RangeEvent event) {
        switch (event) {
            case PrefixDeleted deleted -> ranges.delete(at, deleted);
            case PrefixMoved moved -> ranges.move(at, moved);
            case RangesRestored restored ->
                    restored.restored().forEach(each -> restores.restore(at, restored.cut(), each));
            case LayerSettled settled -> {}
        }
        RangeCounts.all(event)
                .forEach(each -> buckets.count(each.bucket(), each.puts(), each.deletes()));
    }
}
