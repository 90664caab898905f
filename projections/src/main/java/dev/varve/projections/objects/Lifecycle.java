package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.LifecycleRule;
import dev.varve.log.Position;
import java.util.List;

/// The lifecycle rules of a bucket.
///
/// @param since the event that set them, which tells them from any others
public record Lifecycle(BucketId bucket, Position since, List<LifecycleRule> rules) {
    public Lifecycle {
        rules = List.copyOf(rules);
    }
}
