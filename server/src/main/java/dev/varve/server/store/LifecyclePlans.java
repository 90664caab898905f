package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Position;
import dev.varve.projections.objects.Lifecycle;
import dev.varve.projections.objects.ObjectReader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The rules of buckets that were asked for lately, so that no read decodes a thousand of them.
final class LifecyclePlans {
    private static final int MOST = 1000;
    private final Map<BucketId, Known> known = new ConcurrentHashMap<>();

    private record Known(Position since, LifecyclePlan plan) {}

    /// Empty where a bucket has no rules.
    Optional<LifecyclePlan> of(ObjectReader view, BucketId bucket) {
        Optional<Position> since = view.lifecycleSince(bucket);
        if (since.isEmpty()) {
            return Optional.empty();
        }
        Known found = known.get(bucket);
        if (found != null && found.since().equals(since.get())) {
            return Optional.of(found.plan());
        }
        return view.lifecycle(bucket).map(this::learn);
    }

    private LifecyclePlan learn(Lifecycle rules) {
        LifecyclePlan plan = new LifecyclePlan(rules.rules());
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(rules.bucket(), new Known(rules.since(), plan));
        return plan;
    }
}
