package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.BucketDeleted;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BucketLifecycleSet;
import dev.varve.log.Event.BucketSettingsChanged;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.ClusterEvent;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.JournalEvent;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkEvent;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.NotificationSet;
import dev.varve.log.Event.ObjectCopied;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.ObjectPut;
import dev.varve.log.Event.ObjectUndeleted;
import dev.varve.log.Event.PartPut;
import dev.varve.log.Event.PartsMerged;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.ResumableUploadCreated;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.UploadAborted;
import dev.varve.log.Event.UploadCompleted;
import dev.varve.log.Event.UploadCreated;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.UploadSizeSet;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.Event.WebhookEvent;
import dev.varve.log.HybridTime;
import dev.varve.log.Recorded;
import dev.varve.projections.Fold;
import dev.varve.projections.ViewChanges;
import java.util.List;

/// Folds every event into the rows of the object view. Events of one origin must come in their order,
/// and none before what it was decided on; in which order those of different origins come besides makes
/// no difference in the end.
public final class ObjectFold implements Fold {
    @Override
    public void apply(Recorded recorded, ViewChanges changes) {
        apply(Told.own(recorded), changes);
    }

    void apply(Told told, ViewChanges changes) {
        if (told.isImported()) {
            LateBuckets buckets = new LateBuckets(told, changes);
            buckets.before();
            fold(told, changes);
            buckets.after();
        } else {
            fold(told, changes);
        }
    }

    private void fold(Told told, ViewChanges changes) {
        switch (told.event()) {
            case BucketEvent event ->
                    bucket(told, new Folding(told, event.bucket(), changes), event);
            case ObjectEvent event -> objects(told, List.of(event), changes);
            case UploadEvent event -> upload(new Folding(told, event.bucket(), changes), event);
            case VersionsPurged event ->
                    new PurgeFold(new Folding(told, event.bucket(), changes)).purge(event);
            case BytesReleased event ->
                    new PurgeFold(new Folding(told, event.bucket(), changes)).release(event);
            case RangeEvent event -> range(told, event, changes);
            case TransactionCommitted event -> objects(told, event.changes(), changes);
            case AccessEvent event -> new AccessFold(told, changes).apply(event);
            case LinkEvent event -> link(told, event, changes);
            case WebhookEvent event -> new WebhookFold(changes).apply(told, event);
            case ClusterEvent event -> new ClusterFold(this, changes).apply(told.recorded(), event);
            case JournalEvent event -> {}
        }
    }

    private static void link(Told told, LinkEvent event, ViewChanges changes) {
        new LinkFold(told, changes).apply(event);
        if (event instanceof LinkSpent spent && spent.change() != null) {
            objects(told, List.of(spent.change()), changes);
        }
    }

    private static void bucket(Told told, Folding folding, BucketEvent event) {
        BucketFold fold = new BucketFold(folding);
        switch (event) {
            case BucketCreated created -> fold.create(created);
            case BucketSettingsChanged changed -> fold.change(changed.settings());
            case BucketDeleted deleted -> fold.delete();
            case HistoryFloorRaised raised -> fold.raiseFloor(raised.floor());
            case NotificationSet set -> fold.setNotifications(set, told.here());
            case QuotaThresholdCrossed crossed -> {}
            case BucketLifecycleSet set -> fold.setLifecycle(set.rules());
        }
    }

    private static void range(Told told, RangeEvent event, ViewChanges changes) {
        for (RangeCounts each : RangeCounts.all(event)) {
            Folding counting = new Folding(told, each.bucket(), changes);
            counting.did(each.puts(), each.deletes());
            counting.settle();
        }
        switch (event) {
            case PrefixDeleted deleted ->
                    lay(
                            told,
                            changes,
                            List.of(Layer.of(deleted, moment(told, deleted.bucket(), changes))));
            case PrefixMoved moved -> {
                Layer source = Layer.ofSource(moved, moment(told, moved.bucket(), changes));
                Layer target = Layer.ofTarget(moved, moment(told, moved.to(), changes));
                lay(told, changes, List.of(source, target));
            }
            case RangesRestored restored ->
                    lay(
                            told,
                            changes,
                            restored.restored().stream()
                                    .map(range ->
                                            Layer.of(
                                                    range,
                                                    restored.cut(),
                                                    moment(told, range.bucket(), changes)))
                                    .toList());
            case LayerSettled settled -> new Settling(changes).pass(settled);
        }
    }

    private static Moment moment(Told told, BucketId bucket, ViewChanges changes) {
        return new Folding(told, bucket, changes).asMoment();
    }

    private static void lay(Told told, ViewChanges changes, List<Layer> layers) {
        for (Layer layer : layers) {
            Folding folding = new Folding(told, layer.bucket(), changes);
            Layers.add(changes, layer);
            folding.count(layer.uncounted());
            folding.settle();
        }
        Kept.range(changes, told.stamp(), layers);
    }

    /// Later facts about ranges act on what all of them left.
    private static void objects(
            Told told, List<? extends ObjectEvent> events, ViewChanges changes) {
        for (ObjectEvent event : events) {
            object(new Folding(told, event.bucket(), changes), event);
        }
        if (told.isImported()) {
            HybridTime at = told.stamp().time();
            events.forEach(each -> new RangeReplay(changes).after(each.bucket(), each.key(), at));
        }
    }

    private static void object(Folding folding, ObjectEvent event) {
        new Settling(folding.rows()).ahead(folding, event.key());
        VersionFold fold = new VersionFold(folding);
        switch (event) {
            case NewVersion made -> add(folding, fold, made);
            case DeleteMarkerPlaced placed -> fold.placeMarker(placed.key(), placed.nullVersion());
            case ObjectDeleted deleted -> fold.delete(deleted.key());
            case VersionDeleted deleted -> fold.hide(deleted.key(), deleted.version());
            case AttributesChanged changed ->
                    fold.revise(changed.key(), changed.version(), changed.attributes());
        }
        count(folding, event);
        folding.settle();
    }

    private static void count(Folding folding, ObjectEvent event) {
        switch (event) {
            case NewVersion made -> folding.did(1, 0);
            case DeleteMarkerPlaced placed -> folding.did(0, 1);
            case ObjectDeleted deleted -> folding.did(0, 1);
            case VersionDeleted deleted -> folding.did(0, 1);
            case AttributesChanged changed -> {}
        }
    }

    private static void add(Folding folding, VersionFold fold, NewVersion made) {
        fold.add(made);
        switch (made) {
            case UploadCompleted done -> new UploadFold(folding).end(done.key(), done.upload());
            case ObjectPut put -> {}
            case ObjectCopied copied -> {}
            case ObjectUndeleted undeleted -> {}
        }
    }

    private static void upload(Folding folding, UploadEvent event) {
        UploadFold fold = new UploadFold(folding);
        switch (event) {
            case UploadCreated created -> fold.create(created);
            case PartPut put -> fold.put(put);
            case ResumableUploadCreated created -> fold.create(created);
            case PartsMerged merged -> fold.merge(merged);
            case UploadSizeSet set -> fold.setSize(set);
            case UploadAborted aborted -> fold.end(aborted.key(), aborted.upload());
        }
        folding.settle();
        if (event instanceof UploadAborted) {
            folding.forgetIfGone();
        }
    }
}
