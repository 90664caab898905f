package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A restore of ranges as it was asked for, and what it means in the state it finds.
///
/// @param bucket all that existed at the cut where none is named
/// @param byTime whether the cut is a time that somebody named, and not that of an event
/// @param skipReleased leaves keys as they are whose bytes are gone
record RestorePlan(
        Optional<BucketName> bucket,
        Bytes prefix,
        HybridTime cut,
        boolean byTime,
        boolean skipReleased) {

    static Outcome<RestorePlan> of(
            Optional<BucketName> bucket, String prefix, AsOf asOf, HybridTime cut) {
        return RangeRequest.prefix(prefix)
                .map(bytes -> new RestorePlan(bucket, bytes, cut, asOf instanceof AsOf.At, false));
    }

    RestorePlan skippingReleased(boolean skip) {
        return new RestorePlan(bucket, prefix, cut, byTime, skip);
    }

    /// Why it is not done, unless it is told to leave keys as they are whose bytes are gone.
    static Optional<Refusal> released(long keys, boolean skip) {
        return keys > 0 && !skip
                ? Optional.of(
                        Refusal.of(
                                Reason.BYTES_RELEASED,
                                keys
                                        + " of the objects have no bytes any more, since the window"
                                        + " for bytes ended: skip them to restore the others"))
                : Optional.empty();
    }

    /// The ranges but for their counts, if the state allows it.
    Outcome<List<RestoredRange>> ranges(ObjectReader view, Instant now) {
        Optional<Refusal> tooLate = notPast(cut, byTime, now);
        if (tooLate.isPresent()) {
            return new Outcome.Refused<>(tooLate.get());
        }
        return bucket.map(name ->
                        RangeRequest.find(view, name)
                                .then(found -> range(view, found, now))
                                .map(List::of))
                .orElseGet(() -> all(view, now));
    }

    /// What comes later in the millisecond that was named would be part of what is restored.
    static Optional<Refusal> notPast(HybridTime cut, boolean byTime, Instant now) {
        return byTime && cut.compareTo(HybridTime.startOf(now)) >= 0
                ? Optional.of(
                        Refusal.of(
                                Reason.INVALID_ARGUMENT,
                                "a restore goes back to a time in the past, not to "
                                        + cut.instant()))
                : Optional.empty();
    }

    /// Buckets that were made since are left alone: nothing of them is part of the state of then.
    private Outcome<List<RestoredRange>> all(ObjectReader view, Instant now) {
        List<Bucket> buckets = view.buckets("", "", RangesRestored.MAX + 1);
        if (buckets.size() > RangesRestored.MAX) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT,
                    "there are more than "
                            + RangesRestored.MAX
                            + " buckets: restore one after the other");
        }
        List<RestoredRange> ranges = new ArrayList<>();
        for (Bucket each : buckets) {
            switch (range(view, each, now)) {
                case Outcome.Done<RestoredRange>(RestoredRange range) -> ranges.add(range);
                case Outcome.Refused<RestoredRange>(Refusal refusal) -> {
                    if (refusal.reason() != Reason.NO_SUCH_BUCKET) {
                        return new Outcome.Refused<>(refusal);
                    }
                }
            }
        }
        ranges.sort(Comparator.comparing(RestoredRange::bucket));
        return Outcome.done(ranges);
    }

    private Outcome<RestoredRange> range(ObjectReader view, Bucket found, Instant now) {
        Refusal refusal = Core.unreadable(found, cut);
        return refusal != null
                ? new Outcome.Refused<>(refusal)
                : RangeRequest.free(view, found, prefix, 1).map(free -> uncounted(free, now));
    }

    private RestoredRange uncounted(Bucket found, Instant now) {
        return new RestoredRange(
                found.id(),
                prefix,
                RangeRequest.removal(found),
                Rules.withDefaultRetention(found, Attributes.NONE, now).retention(),
                RangeRequest.UNCOUNTED);
    }

    /// Whether the ranges are the same. A default retention is a period from whenever it is decided.
    static boolean areLike(List<RestoredRange> one, List<RestoredRange> other) {
        return undated(one).equals(undated(other));
    }

    private static List<RestoredRange> undated(List<RestoredRange> ranges) {
        return ranges.stream()
                .map(range ->
                        new RestoredRange(
                                range.bucket(),
                                range.prefix(),
                                range.removal(),
                                null,
                                range.change()))
                .toList();
    }
}
