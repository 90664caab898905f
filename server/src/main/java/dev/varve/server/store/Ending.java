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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the history of versions whose time is over, or their bytes alone. In a cluster that takes two
/// steps: members are told, and it is done once all of them know. What they decided before that is here by then, so
/// nothing goes that a restore or a hold of theirs is for; what they decide from then on needs nothing of
/// it.
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /// What is not known by then is done in a later round.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Members are asked once for so many, and a step of a node of its own is as long as one event.
    private static final int AT_ONCE_IN_CLUSTER = 20 * VersionsPurged.MAX;

    /// Many may be due that are locked: the next round goes on behind them.
    private static final int LOOKED_AT = 10 * AT_ONCE_IN_CLUSTER;

    private final Core core;
    private final Kind kind;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Told told;
    private @Nullable DueVersion from;
    private volatile List<String> waitedFor = List.of();

    enum Kind {
        VERSIONS,
        BYTES
    }

    /// What members were told of, and who knows.
    private record Told(Map<BucketId, Going> going, Knowing knowing) {}

    /// Versions of one bucket, and the floor that their end asks for.
    private record Going(HybridTime floor, List<DueVersion> versions) {
        List<Purged> due(Instant until) {
            return versions.stream()
                    .filter(each -> !each.due().isAfter(until))
                    .map(each -> new Purged(each.key(), each.version()))
                    .toList();
        }
    }

    Ending(Core core, Kind kind) {
        this.core = core;
        this.kind = kind;
    }

    /// Names of members that have to know first.
    List<String> waitedFor() {
        return waitedFor;
    }

    /// Ends what is due by a time, the earliest first, until so many bytes went.
    PurgeResult run(Instant until, long bytes) {
        turn.lock();
        try {
            return walk(until, bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PurgeResult.NOTHING;
        } finally {
            turn.unlock();
        }
    }

    private PurgeResult walk(Instant until, long bytes) throws InterruptedException {
        PurgeResult total = endTold(until, Duration.ZERO);
        DueVersion after = from;
        from = null;
        int looked = 0;
        while (told == null && total.bytes() < bytes && looked < LOOKED_AT) {
            List<DueVersion> due = next(until, after, bytes - total.bytes());
            if (due.isEmpty()) {
                return total;
            }
            looked += due.size();
            after = due.getLast();
            total = total.plus(end(due, until));
        }
        from = looked < LOOKED_AT ? null : after;
        return total;
    }

    /// The earliest after one, as many as it takes to hold so many bytes.
    private List<DueVersion> next(Instant until, @Nullable DueVersion after, long bytes) {
        return core.read(view -> {
            List<DueVersion> due = due(view, until, after);
            long held = 0;
            int count = 0;
            while (count < due.size() && held < bytes) {
                held += size(view, due.get(count));
                count++;
            }
            return due.subList(0, count);
        });
    }

    private List<DueVersion> due(ObjectReader view, Instant until, @Nullable DueVersion after) {
        Duties duties = core.duties();
        int most = duties.isShared(view) ? AT_ONCE_IN_CLUSTER : VersionsPurged.MAX;
        return switch (kind) {
            case VERSIONS -> duties.due(view, until, after, most);
            case BYTES -> duties.bytesDue(view, until, after, most);
        };
    }

    private static long size(ObjectReader view, DueVersion due) {
        return view.version(due.bucket(), due.key(), due.version(), HybridTime.MAX)
                .map(Version::heldBytes)
                .orElse(0L);
    }

    private PurgeResult end(List<DueVersion> due, Instant until) throws InterruptedException {
        Map<BucketId, List<DueVersion>> byBucket = new LinkedHashMap<>();
        due.forEach(
                each -> byBucket.computeIfAbsent(each.bucket(), _ -> new ArrayList<>()).add(each));
        Map<BucketId, Going> going = new LinkedHashMap<>();
        if (!core.read(core.duties()::isShared)) {
            byBucket.forEach((bucket, all) -> going.put(bucket, new Going(HybridTime.MAX, all)));
            return end(going, until);
        }
        byBucket.forEach(
                (bucket, all) -> going(bucket, all).ifPresent(each -> going.put(bucket, each)));
        return going.isEmpty() ? PurgeResult.NOTHING : tell(going, until);
    }

    private PurgeResult tell(Map<BucketId, Going> going, Instant until)
            throws InterruptedException {
        going.entrySet().removeIf(each -> !announce(each.getKey(), each.getValue().floor()));
        told = new Told(going, core.duties().others().asked());
        PurgeResult ended = endTold(until, PATIENCE);
        if (told != null) {
            LOG.info("what is to be purged waits until these members know: {}", waitedFor);
        }
        return ended;
    }

    /// Ends what members were told of, if they know by now.
    private PurgeResult endTold(Instant until, Duration patience) throws InterruptedException {
        Told now = told;
        if (now == null) {
            return PurgeResult.NOTHING;
        }
        if (!now.knowing().await(patience)) {
            waitedFor = now.knowing().missing();
            return PurgeResult.NOTHING;
        }
        waitedFor = List.of();
        told = null;
        return end(now.going(), until);
    }

    /// Those that may go. Members are told of nothing else.
    private Optional<Going> going(BucketId bucket, List<DueVersion> due) {
        List<Purged> named =
                due.stream().map(each -> new Purged(each.key(), each.version())).toList();
        List<Version> going = core.read(view -> going(view, bucket, named));
        if (going.isEmpty()) {
            return Optional.empty();
        }
        Set<Purged> found = new HashSet<>();
        going.forEach(version -> found.add(new Purged(version.key(), version.id())));
        List<DueVersion> versions =
                due.stream()
                        .filter(each -> found.contains(new Purged(each.key(), each.version())))
                        .toList();
        HybridTime floor = kind == Kind.BYTES ? HybridTime.ZERO : Purgeable.floor(going);
        return Optional.of(new Going(floor, versions));
    }

    private List<Version> going(ObjectReader view, BucketId bucket, List<Purged> named) {
        Purgeable purgeable = new Purgeable(view, core.parts().clock().instant(), core.duties());
        return switch (kind) {
            case VERSIONS -> purgeable.versions(bucket, named);
            case BYTES -> purgeable.bytes(bucket, named);
        };
    }

    /// What is not told, such as when too much waits for the writer, does not go either.
    private boolean announce(BucketId bucket, HybridTime floor) {
        return core.sequencer().run(new PurgeCommands.Announce(bucket, floor), Provenance.SYSTEM)
                        instanceof Outcome.Done<Boolean>(Boolean said)
                && said;
    }

    private PurgeResult end(Map<BucketId, Going> going, Instant until) {
        PurgeResult total = PurgeResult.NOTHING;
        for (Map.Entry<BucketId, Going> bucket : going.entrySet()) {
            HybridTime floor = bucket.getValue().floor();
            List<Purged> all = bucket.getValue().due(until);
            for (int from = 0; from < all.size(); from += VersionsPurged.MAX) {
                int to = Math.min(all.size(), from + VersionsPurged.MAX);
                total = total.plus(end(bucket.getKey(), floor, all.subList(from, to)));
            }
        }
        return total;
    }

    private PurgeResult end(BucketId bucket, HybridTime floor, List<Purged> part) {
        Command<PurgeResult> command =
                switch (kind) {
                    case VERSIONS -> new PurgeCommands.Purge(bucket, part, floor, core.duties());
                    case BYTES -> new PurgeCommands.Release(bucket, part, core.duties());
                };
        return core.sequencer().run(command, Provenance.SYSTEM)
                        instanceof Outcome.Done<PurgeResult>(PurgeResult ended)
                ? ended
                : PurgeResult.NOTHING;
    }
}
