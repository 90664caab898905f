package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.BlobStore.ScrubWatch;
import dev.varve.log.BucketId;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectReader.DueVersion;
import dev.varve.projections.objects.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// What keeps a store tidy: ends history windows, gives back the space of blobs that nothing names,
/// and flushes the view so that a restart replays little. Each step is safe at any time.
public final class Maintenance {
    private static final int BLOBS_AT_ONCE = 1000;

    private final Core core;
    private final HistoryPressure pressure;

    Maintenance(Core core, HistoryPressure pressure) {
        this.core = core;
        this.pressure = pressure;
    }

    /// All of it once, as the store does by itself from time to time.
    void tidy() {
        core.stages().expire();
        purge();
        reclaim();
        if (core.strays().takeIncomplete()) {
            reconcile();
        }
    }

    /// Purges versions whose window has ended, and then earlier ones if history takes too much:
    /// one step at a time, since freed space shows only after compaction.
    public PurgeResult purge() {
        PurgeResult purged = purgeUntil(core.parts().clock().instant(), Long.MAX_VALUE);
        long excess = pressure.excess();
        return excess <= 0
                ? purged
                : purged.plus(purgeUntil(Instant.ofEpochMilli(Long.MAX_VALUE), excess));
    }

    private PurgeResult purgeUntil(Instant until, long bytes) {
        PurgeResult total = PurgeResult.NOTHING;
        PurgeResult step = new PurgeResult(1, 0);
        while (step.versions() > 0 && total.bytes() < bytes) {
            step = purge(due(until, bytes - total.bytes()));
            total = total.plus(step);
        }
        return total;
    }

    /// The earliest due versions, as many as it takes to hold so many bytes.
    private List<DueVersion> due(Instant until, long bytes) {
        return core.read(view -> {
            List<DueVersion> due = view.due(until, VersionsPurged.MAX);
            long held = 0;
            int count = 0;
            while (count < due.size() && held < bytes) {
                held += size(view, due.get(count));
                count++;
            }
            return due.subList(0, count);
        });
    }

    private static long size(ObjectReader view, DueVersion due) {
        return view.version(due.bucket(), due.key(), due.version(), HybridTime.MAX)
                .map(Version::size)
                .orElse(0L);
    }

    private PurgeResult purge(List<DueVersion> due) {
        Map<BucketId, List<Purged>> byBucket = new LinkedHashMap<>();
        for (DueVersion version : due) {
            byBucket.computeIfAbsent(version.bucket(), bucket -> new ArrayList<>())
                    .add(new Purged(version.key(), version.version()));
        }
        PurgeResult total = PurgeResult.NOTHING;
        for (Map.Entry<BucketId, List<Purged>> bucket : byBucket.entrySet()) {
            Outcome<PurgeResult> outcome =
                    core.sequencer()
                            .run(
                                    new DeleteCommands.Purge(bucket.getKey(), bucket.getValue()),
                                    Provenance.SYSTEM);
            if (outcome instanceof Outcome.Done<PurgeResult>(PurgeResult purged)) {
                total = total.plus(purged);
            }
        }
        return total;
    }

    /// Both steps of reclaim: condemns blobs without references and pins, then frees their space.
    public BlobStore.Reclaimed reclaim() {
        long blobs = 0;
        long bytes = 0;
        long packs = 0;
        int settled = 1;
        for (List<BlobId> next = candidates();
                settled > 0 && !next.isEmpty();
                next = candidates()) {
            condemn(next);
            BlobStore.Reclaimed step = core.blobs().reclaim();
            settled = run(new ReclaimCommands.Forget(core.blobs(), next));
            blobs += step.blobs();
            bytes += step.bytes();
            packs += step.packsCompacted();
        }
        BlobStore.Reclaimed last = core.blobs().reclaim();
        return new BlobStore.Reclaimed(
                blobs + last.blobs(), bytes + last.bytes(), packs + last.packsCompacted());
    }

    private List<BlobId> candidates() {
        List<BlobId> candidates = new ArrayList<>(core.strays().take(BLOBS_AT_ONCE));
        candidates.addAll(core.read(view -> view.orphans(BLOBS_AT_ONCE)));
        return candidates;
    }

    private void condemn(List<BlobId> candidates) {
        run(new ReclaimCommands.Condemn(core.blobs(), candidates));
    }

    private <R> R run(Command<R> command) {
        return switch (core.sequencer().run(command, Provenance.SYSTEM)) {
            case Outcome.Done<R>(R value) -> value;
            case Outcome.Refused<R>(Refusal refusal) ->
                    throw new StoreException.Failed(
                            "maintenance was refused: " + refusal.message());
        };
    }

    /// Looks at every stored blob and condemns those that nothing names: what a crash between
    /// bytes and event left behind. Answers how many there were.
    public long reconcile() {
        return reconcile(_ -> {});
    }

    /// @param looked gets the number of blobs it looked at so far
    public long reconcile(LongConsumer looked) {
        List<BlobId> unreferenced = new ArrayList<>();
        long[] found = {0};
        long[] seen = {0};
        core.blobs()
                .forEach(blob -> {
                    looked.accept(++seen[0]);
                    if (core.read(view -> view.references(blob.id())) == 0) {
                        unreferenced.add(blob.id());
                        found[0]++;
                    }
                    if (unreferenced.size() >= BLOBS_AT_ONCE) {
                        condemn(List.copyOf(unreferenced));
                        unreferenced.clear();
                    }
                });
        condemn(unreferenced);
        core.blobs().reclaim();
        return found[0];
    }

    /// Re-reads what is stored, every byte of it if deep; what is damaged is quarantined and told of.
    public ScrubSummary scrub(ScrubDepth depth, ScrubWatch watch) {
        return core.blobs().scrub(depth, watch);
    }

    /// Bounds what a restart has to replay.
    public void flush() {
        core.parts().views().flush();
    }
}
