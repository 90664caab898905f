package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BucketLifecycleSet;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkEvent;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.NotificationSet;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.WebhookEvent;
import dev.varve.log.ObjectKey;
import dev.varve.log.codec.Frame;

/// What an event changed of what can be seen: keys, or all of a range.
interface Changes {
    void key(BucketId bucket, ObjectKey key);

    void range(BucketId bucket, Bytes prefix);

    /// Tells each key and each range that an event changed.
    static void of(Event any, Changes to) {
        switch (any) {
            case ObjectEvent event -> key(to, event);
            case TransactionCommitted event -> event.changes().forEach(change -> key(to, change));
            case LinkSpent event when event.change() != null -> key(to, event.change());
            case QuotaThresholdCrossed _,
                    NotificationSet _,
                    BucketLifecycleSet _,
                    LinkEvent _,
                    AccessEvent _,
                    WebhookEvent _ -> {}
            // What was hidden before, settled, or is of uploads changes no object that can be seen.
            case LayerSettled _,
                    HistoryFloorRaised _,
                    Event.VersionsPurged _,
                    Event.UploadEvent _,
                    Event.ClusterChanged _,
                    Event.FormatLevelRaised _,
                    Event.JournalEvent _ -> {}
            case Event.EventsImported event ->
                    Frame.read(event.frame())
                            .records()
                            .forEach(record -> of(record.recorded().event(), to));
            case BucketEvent event -> to.range(event.bucket(), Bytes.EMPTY);
            // A restore that was prepared before may not find the bytes any more.
            case Event.BytesReleased event ->
                    event.released().forEach(one -> to.key(event.bucket(), one.key()));
            case RangeEvent event ->
                    event.ranges().forEach(range -> to.range(range.bucket(), range.prefix()));
        }
    }

    private static void key(Changes to, ObjectEvent event) {
        to.key(event.bucket(), event.key());
    }
}
