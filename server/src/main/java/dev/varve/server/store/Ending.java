package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import dev.varve.projections.objects.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Ends the history of versions whose time is over, or their bytes alone. In a cluster that takes two
/// steps: members are told, and it is done once all of them know. What they decided before that is here by then, so
/// nothing goes that a restore or a hold of theirs is for; what they decide from then on needs nothing of
/// it.
final class Ending {
    /// What is not known by then is done in a later round.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Members are asked once for so many, and a step of a node of its own is as long as one event.
    private static final int AT_ONCE_IN_CLUSTER = 20 * VersionsPurged.MAX;

    private final Core core;
    private final Kind kind;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Told told;

    enum Kind {
        VERSIONS,
        BYTES
    }

    /// Versions that members were told of, and who knows.
    private record Told(Map<BucketId, List<Purged>> versions, Knowing knowing) {}

    Ending(Core core, Kind kind) {
        this.core = core;
        this.kind = kind;
    }

    /// How many to hand over at a time.
    int atOnce() {
        return core.read(Duties::isShared) ? AT_ONCE_IN_CLUSTER : VersionsPurged.MAX;
    }

    /// Ends what may be ended of these or, in a cluster, of those before these that were not known
    /// then.
    PurgeResult end(List<DueVersion> due) {
        if (!core.read(Duties::isShared)) {
            return end(byBucket(due));
        }
        turn.lock();
        try {
            return endKnown(due);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PurgeResult.NOTHING;
        } finally {
            turn.unlock();
        }
    }

    private PurgeResult endKnown(List<DueVersion> due) throws InterruptedException {
        Told now = told == null ? tell(byBucket(due)) : told;
        if (now.versions().isEmpty()) {
            return PurgeResult.NOTHING;
        }
        told = now;
        if (!now.knowing().await(PATIENCE)) {
            return PurgeResult.NOTHING;
        }
        told = null;
        return end(now.versions());
    }

    /// Tells of those that can be ended. What cannot is no news.
    private Told tell(Map<BucketId, List<Purged>> due) {
        Map<BucketId, List<Purged>> versions = new LinkedHashMap<>();
        due.forEach((bucket, candidates) -> {
            List<Version> going = core.read(view -> going(of(view), bucket, candidates));
            if (!going.isEmpty() && announce(bucket, floor(going))) {
                versions.put(bucket, candidates);
            }
        });
        return new Told(versions, core.duties().asked());
    }

    private Purgeable of(ObjectReader view) {
        return new Purgeable(view, core.parts().clock().instant(), core.duties());
    }

    private List<Version> going(Purgeable purgeable, BucketId bucket, List<Purged> candidates) {
        return switch (kind) {
            case VERSIONS -> purgeable.versions(bucket, candidates);
            case BYTES -> purgeable.bytes(bucket, candidates);
        };
    }

    private HybridTime floor(List<Version> going) {
        return kind == Kind.VERSIONS ? Purgeable.floor(going) : HybridTime.ZERO;
    }

    private boolean announce(BucketId bucket, HybridTime floor) {
        return core.sequencer().run(new PurgeCommands.Announce(bucket, floor), Provenance.SYSTEM)
                        instanceof Outcome.Done<Boolean>(Boolean said)
                && said;
    }

    private PurgeResult end(Map<BucketId, List<Purged>> versions) {
        PurgeResult total = PurgeResult.NOTHING;
        for (Map.Entry<BucketId, List<Purged>> bucket : versions.entrySet()) {
            List<Purged> all = bucket.getValue();
            for (int from = 0; from < all.size(); from += VersionsPurged.MAX) {
                int to = Math.min(all.size(), from + VersionsPurged.MAX);
                total = total.plus(end(bucket.getKey(), all.subList(from, to)));
            }
        }
        return total;
    }

    private PurgeResult end(BucketId bucket, List<Purged> part) {
        return core.sequencer().run(command(bucket, part), Provenance.SYSTEM)
                        instanceof Outcome.Done<PurgeResult>(PurgeResult ended)
                ? ended
                : PurgeResult.NOTHING;
    }

    private Command<PurgeResult> command(BucketId bucket, List<Purged> part) {
        return switch (kind) {
            case VERSIONS -> new PurgeCommands.Purge(bucket, part, core.duties());
            case BYTES -> new PurgeCommands.Release(bucket, part, core.duties());
        };
    }

    private static Map<BucketId, List<Purged>> byBucket(List<DueVersion> due) {
        Map<BucketId, List<Purged>> byBucket = new LinkedHashMap<>();
        for (DueVersion version : due) {
            byBucket.computeIfAbsent(version.bucket(), bucket -> new ArrayList<>())
                    .add(new Purged(version.key(), version.version()));
        }
        return byBucket;
    }
}
