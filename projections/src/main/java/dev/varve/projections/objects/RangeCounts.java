package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.RestoredRange;
import java.util.List;

/// How many puts and deletes a fact about a range stands for, by what it says of itself.
public record RangeCounts(BucketId bucket, long puts, long deletes) {
    public static List<RangeCounts> all(RangeEvent event) {
        return switch (event) {
            case PrefixDeleted deleted ->
                    List.of(
                            new RangeCounts(
                                    deleted.bucket(), 0, -deleted.change().currentObjects()));
            case PrefixMoved moved -> {
                long keys = -moved.left().currentObjects();
                yield List.of(
                        new RangeCounts(moved.to(), keys, 0),
                        new RangeCounts(moved.bucket(), 0, keys));
            }
            case RangesRestored restored ->
                    restored.restored().stream().map(RangeCounts::of).toList();
            case LayerSettled _ -> List.of();
        };
    }

    /// By what there is more or less of in the end.
    private static RangeCounts of(RestoredRange range) {
        long more = range.change().currentObjects();
        return new RangeCounts(range.bucket(), Math.max(0, more), Math.max(0, -more));
    }
}
