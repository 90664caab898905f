package dev.varve.projections.objects;

import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.BucketDeleted;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BucketSettingsChanged;
import dev.varve.log.Event.DeleteMarkerPlaced;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.JournalEvent;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkEvent;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.NewVersion;
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
import dev.varve.log.Event.ResumableUploadCreated;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.UploadAborted;
import dev.varve.log.Event.UploadCompleted;
import dev.varve.log.Event.UploadCreated;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.UploadSizeSet;
import dev.varve.log.Event.VersionDeleted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.Recorded;
import dev.varve.projections.Fold;
import dev.varve.projections.ViewChanges;

/// Folds every event into the rows of the object view. Events of one key must come in the order of
/// their stamps.
public final class ObjectFold implements Fold {
    @Override
    public void apply(Recorded recorded, ViewChanges changes) {
        switch (recorded.event()) {
            case BucketEvent event -> bucket(new Folding(recorded, event.bucket(), changes), event);
            case ObjectEvent event -> object(new Folding(recorded, event.bucket(), changes), event);
            case UploadEvent event -> upload(new Folding(recorded, event.bucket(), changes), event);
            case VersionsPurged event ->
                    new PurgeFold(new Folding(recorded, event.bucket(), changes)).purge(event);
            case RangeEvent event -> range(recorded, event, changes);
            case TransactionCommitted event ->
                    event.changes()
                            .forEach(change ->
                                    object(
                                            new Folding(recorded, change.bucket(), changes),
                                            change));
            case AccessEvent event -> new AccessFold(recorded, changes).apply(event);
            case LinkEvent event -> link(recorded, event, changes);
            case JournalEvent event -> {}
        }
    }

    private static void link(Recorded recorded, LinkEvent event, ViewChanges changes) {
        new LinkFold(recorded, changes).apply(event);
        if (event instanceof LinkSpent spent && spent.change() != null) {
            object(new Folding(recorded, spent.change().bucket(), changes), spent.change());
        }
    }

    private static void bucket(Folding folding, BucketEvent event) {
        BucketFold fold = new BucketFold(folding);
        switch (event) {
            case BucketCreated created -> fold.create(created);
            case BucketSettingsChanged changed -> fold.change(changed.settings());
            case BucketDeleted deleted -> fold.delete();
            case HistoryFloorRaised raised -> fold.raiseFloor(raised.floor());
            case QuotaThresholdCrossed crossed -> {}
        }
    }

    private static void range(Recorded recorded, RangeEvent event, ViewChanges changes) {
        switch (event) {
            case PrefixDeleted deleted -> {
                Folding folding = new Folding(recorded, deleted.bucket(), changes);
                lay(folding, Layer.of(deleted, folding.asMoment()));
            }
            case PrefixMoved moved -> {
                Folding source = new Folding(recorded, moved.bucket(), changes);
                lay(source, Layer.ofSource(moved, source.asMoment()));
                Folding target = new Folding(recorded, moved.to(), changes);
                lay(target, Layer.ofTarget(moved, target.asMoment()));
            }
            case LayerSettled settled -> new Settling(changes).pass(settled);
        }
    }

    private static void lay(Folding folding, Layer layer) {
        Layers.add(folding.rows(), layer);
        folding.count(layer.uncounted());
        folding.settle();
    }

    private static void object(Folding folding, ObjectEvent event) {
        new Settling(folding.rows()).ahead(event.bucket(), event.key());
        VersionFold fold = new VersionFold(folding);
        switch (event) {
            case NewVersion made -> add(folding, fold, made);
            case DeleteMarkerPlaced placed -> fold.placeMarker(placed.key(), placed.nullVersion());
            case ObjectDeleted deleted -> fold.delete(deleted.key());
            case VersionDeleted deleted -> fold.hide(deleted.key(), deleted.version());
            case AttributesChanged changed -> fold.revise(changed);
        }
        folding.settle();
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
