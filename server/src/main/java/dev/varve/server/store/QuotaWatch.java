package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.Event;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.ClusterEvent;
import dev.varve.log.Event.JournalEvent;
import dev.varve.log.Event.LinkEvent;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.log.Event.Range;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.Event.WebhookEvent;
import dev.varve.log.QuotaMeasure;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Tells when one command takes a bucket from below a part of its quota to it or beyond. It compares
/// how things stood before and after, so nothing needs to be remembered: a threshold is told again only
/// after the bucket fell below it. A quota that is lowered crosses as well.
final class QuotaWatch {
    static final List<Integer> PERCENTS = List.of(80, 95);

    private final ObjectReader view;
    private final Map<BucketId, Standing> before = new LinkedHashMap<>();

    private record Standing(Quota quota, Usage usage) {
        static final Standing NONE = new Standing(Quota.NONE, Usage.NONE);

        long limit(QuotaMeasure measure) {
            return switch (measure) {
                case BYTES -> quota.bytes();
                case OBJECTS -> quota.objects();
            };
        }

        long used(QuotaMeasure measure) {
            return switch (measure) {
                case BYTES -> Rules.visible(usage);
                case OBJECTS -> usage.objects();
            };
        }

        boolean reaches(QuotaMeasure measure, int percent) {
            long limit = limit(measure);
            return limit > 0 && used(measure) >= part(limit, percent);
        }

        private static long part(long limit, int percent) {
            return limit / 100 * percent + (limit % 100 * percent + 99) / 100;
        }
    }

    /// @param view in which the events of the command show as soon as they are folded
    QuotaWatch(ObjectReader view) {
        this.view = view;
    }

    /// Called before an event is folded.
    void willFold(Event event) {
        bucketsOf(event).forEach(bucket -> before.computeIfAbsent(bucket, this::standing));
    }

    private static Set<BucketId> bucketsOf(Event event) {
        return switch (event) {
            case BucketEvent bucket -> Set.of(bucket.bucket());
            case ObjectEvent object -> Set.of(object.bucket());
            case UploadEvent upload -> Set.of(upload.bucket());
            case VersionsPurged purge -> Set.of(purge.bucket());
            case BytesReleased _ -> Set.of(); // of what clients do not see
            case TransactionCommitted all ->
                    all.changes().stream().map(ObjectEvent::bucket).collect(Collectors.toSet());
            case RangeEvent all ->
                    all.ranges().stream().map(Range::bucket).collect(Collectors.toSet());
            case LinkSpent spent when spent.change() != null -> Set.of(spent.change().bucket());
            case LinkEvent _, AccessEvent _, WebhookEvent _ -> Set.of();
            case ClusterEvent _, JournalEvent _ -> Set.of();
        };
    }

    /// Most buckets have no quota: then what they hold is not asked for.
    private Standing standing(BucketId id) {
        Optional<Bucket> bucket = view.bucket(id);
        Quota quota = bucket.map(found -> found.settings().quota()).orElse(Quota.NONE);
        return quota.equals(Quota.NONE) ? Standing.NONE : new Standing(quota, view.usage(id));
    }

    /// What the command crossed, once all of its events are folded.
    List<QuotaThresholdCrossed> crossed() {
        List<QuotaThresholdCrossed> all = new ArrayList<>();
        before.forEach((bucket, was) -> {
            Standing is = standing(bucket);
            for (QuotaMeasure measure : QuotaMeasure.values()) {
                for (int percent : PERCENTS) {
                    if (is.reaches(measure, percent) && !was.reaches(measure, percent)) {
                        all.add(crossing(bucket, measure, percent, is));
                    }
                }
            }
        });
        return all;
    }

    private static QuotaThresholdCrossed crossing(
            BucketId bucket, QuotaMeasure measure, int percent, Standing is) {
        return new QuotaThresholdCrossed(
                bucket, measure, percent, is.used(measure), is.limit(measure));
    }
}
