package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.projections.ViewChanges;
import java.util.List;

/// Folds an event of another node, of which a bucket may be told that is deleted here: the bucket is brought
/// back for it, and lives on if the event says so.
final class LateBuckets {
    private final Told told;
    private final ViewChanges rows;
    private final List<BucketId> buckets;

    LateBuckets(Told told, ViewChanges rows) {
        this.told = told;
        this.rows = rows;
        this.buckets = of(told.event());
    }

    private static List<BucketId> of(Event event) {
        return switch (event) {
            case BucketEvent it -> List.of(it.bucket());
            case ObjectEvent it -> List.of(it.bucket());
            case UploadEvent it -> List.of(it.bucket());
            case VersionsPurged it -> List.of(it.bucket());
            case BytesReleased it -> List.of(it.bucket());
            case RangeEvent it -> it.ranges().stream().map(Event.Range::bucket).distinct().toList();
            case TransactionCommitted it ->
                    it.changes().stream().map(ObjectEvent::bucket).distinct().toList();
            case LinkSpent it -> it.change() == null ? List.of() : of(it.change());
            case Event.LinkRevoked _,
                    Event.LinksOfIssuerRevoked _,
                    Event.AccessEvent _,
                    Event.WebhookEvent _,
                    Event.ClusterEvent _,
                    Event.JournalEvent _ ->
                    List.of();
        };
    }

    void before() {
        buckets.forEach(bucket -> Kept.bring(rows, bucket));
    }

    void after() {
        for (BucketId bucket : buckets) {
            Folding folding = new Folding(told, bucket, rows);
            BucketRow row = folding.bucketRow();
            boolean wasEnded = row != null && (row.deleted() || row.marks().deleted() != null);
            if (wasEnded) {
                new BucketFold(folding).settleLife();
                folding.forgetIfGone();
            }
        }
    }
}
