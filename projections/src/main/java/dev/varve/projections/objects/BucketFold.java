package dev.varve.projections.objects;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.NotificationSet;
import dev.varve.log.HybridTime;
import dev.varve.log.LifecycleRule;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.projections.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Keeps bucket rows, lifecycle rules, and the names of those that live.
final class BucketFold {
    private final Folding folding;

    BucketFold(Folding folding) {
        this.folding = folding;
    }

    void create(BucketCreated event) {
        Bucket bucket =
                new Bucket(
                        event.bucket(),
                        event.name(),
                        event.owner(),
                        folding.wall(),
                        event.settings(),
                        HybridTime.ZERO);
        BucketRow row = BucketRow.made(bucket);
        put(row);
        BucketLives.begin(folding.rows(), row, folding.time());
        BucketNames.settle(folding.rows(), event.name());
    }

    void change(BucketSettings settings) {
        BucketRow row = existing();
        if (!BucketMarks.isOver(row.marks().settings(), folding.stamp())) {
            put(row.with(settings).with(row.marks().withSettings(folding.stamp())));
        }
    }

    /// @param here where in this node's journal it was told
    void setNotifications(NotificationSet event, Position here) {
        BucketRow row = existing();
        if (!BucketMarks.isOver(row.marks().notifications(), folding.stamp())) {
            put(row.with(row.marks().withNotifications(folding.stamp())));
            new WebhookFold(folding.rows()).apply(here, event);
        }
    }

    void raiseFloor(HybridTime floor) {
        BucketRow row = existing();
        if (floor.compareTo(row.bucket().historyFloor()) > 0) {
            put(row.with(floor));
        }
    }

    /// A bucket without rules has no row.
    void setLifecycle(List<LifecycleRule> rules) {
        BucketRow row = existing();
        if (BucketMarks.isOver(row.marks().lifecycle(), folding.stamp())) {
            return;
        }
        put(row.with(row.marks().withLifecycle(folding.stamp())));
        byte[] id = RowKeys.bucket(folding.bucket());
        if (!rules.isEmpty()) {
            folding.rows().put(Table.LIFECYCLES, id, LifecycleRow.bytes(folding.position(), rules));
        } else if (folding.rows().get(Table.LIFECYCLES, id) != null) {
            folding.rows().delete(Table.LIFECYCLES, id);
        }
    }

    void delete() {
        setLifecycle(List.of());
        BucketRow row = existing();
        put(row.with(row.marks().withDeleted(folding.stamp())));
        settleLife();
        folding.forgetIfGone();
    }

    /// A bucket is deleted unless an object was made in it that is newer than its last deletion.
    void settleLife() {
        BucketRow row = existing();
        Stamp deleted = row.marks().deleted();
        if (deleted == null) {
            return;
        }
        Stamp written = UsageRow.written(folding.rows(), folding.bucket());
        if (written != null && written.compareTo(deleted) > 0) {
            goOn(row);
        } else {
            end(row, deleted);
        }
    }

    private void end(BucketRow row, Stamp deleted) {
        BucketLives.end(folding.rows(), row, deleted.time());
        if (!row.deleted()) {
            BucketNames.release(folding.rows(), row.bucket());
            new WebhookFold(folding.rows())
                    .gone(folding.bucket(), row.bucket().name(), folding.wall());
            put(row.with(row.given()).deleted(true));
            BucketNames.settle(folding.rows(), row.given());
        }
    }

    private void goOn(BucketRow row) {
        if (row.deleted()) {
            put(row.deleted(false));
            BucketLives.goOn(folding.rows(), row);
            new WebhookFold(folding.rows()).back(folding.bucket());
            BucketNames.settle(folding.rows(), row.given());
        }
    }

    private BucketRow existing() {
        BucketRow row = folding.bucketRow();
        if (row == null) {
            throw new IllegalStateException("no bucket " + folding.bucket());
        }
        return row;
    }

    private void put(BucketRow row) {
        folding.rows().put(Table.BUCKETS, RowKeys.bucket(folding.bucket()), row.bytes());
    }

    static byte[] nameKey(BucketName name) {
        return name.value().getBytes(StandardCharsets.US_ASCII);
    }
}
