package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The buckets that a caller may use. One that is deleted meanwhile, and made anew by somebody else, is
/// none of them, though its name is the same.
///
/// @param pasts what names stand for that are views of the past
record Held(Map<BucketName, BucketId> buckets, Map<BucketName, PastBucket> pasts) {
    static final Held NOTHING = new Held(Map.of(), Map.of());

    Held {
        buckets = Map.copyOf(buckets);
        pasts = Map.copyOf(pasts);
    }

    Held viewing(BucketName name, PastBucket past) {
        Map<BucketName, PastBucket> all = new HashMap<>(pasts);
        all.put(name, past);
        return new Held(buckets, all);
    }

    Optional<PastBucket> past(BucketName name) {
        return Optional.ofNullable(pasts.get(name));
    }

    Held and(Bucket bucket) {
        Map<BucketName, BucketId> all = new HashMap<>(buckets);
        all.put(bucket.name(), bucket.id());
        return new Held(all, pasts);
    }

    boolean allows(Bucket bucket) {
        return bucket.id().equals(buckets.getOrDefault(bucket.name(), bucket.id()));
    }

    /// A command that is refused where one of these buckets is another by then.
    <R> Command<R> guard(Command<R> command) {
        return buckets.isEmpty() ? command : new Guarded<>(this, command);
    }

    private record Guarded<R>(Held held, Command<R> command) implements Command<R> {
        @Override
        public Decision<R> decide(ObjectReader view, Context context) {
            for (BucketName name : held.buckets.keySet()) {
                Optional<Bucket> now = view.bucket(name);
                if (now.isPresent() && !held.allows(now.get())) {
                    return new Decision.Refuse<>(Rules.noBucket(name));
                }
            }
            return command.decide(view, context);
        }

        @Override
        public boolean grows() {
            return command.grows();
        }
    }
}
