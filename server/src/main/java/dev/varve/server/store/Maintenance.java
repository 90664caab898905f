package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.BlobStore.ScrubWatch;
import dev.varve.log.Pace;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What keeps a store tidy: ends history windows, gives back the space of blobs that nothing names,
/// and flushes the view so that a restart replays little. Each step is safe at any time.
public final class Maintenance {
    private static final int BLOBS_AT_ONCE = 1000;
    private static final int BLOBS_FOR_WRITER = 128;

    /// Few enough that others hardly notice that they wait.
    private static final int KEYS_AT_ONCE = 64;

    private static final int KEPT_AT_ONCE = 1000;

    private final Core core;
    private final HistoryPressure pressure;
    private final BlobUpkeep upkeep;
    private final Ending versions;
    private final Ending bytes;
    private final AtomicReference<@Nullable ReconcileReport> reconciled = new AtomicReference<>();

    Maintenance(Core core, HistoryPressure pressure, BlobUpkeep upkeep) {
        this.core = core;
        this.pressure = pressure;
        this.upkeep = upkeep;
        this.versions = new Ending(core, Ending.Kind.VERSIONS);
        this.bytes = new Ending(core, Ending.Kind.BYTES);
    }

    /// What goes on with stored bytes in the background.
    BlobUpkeep upkeep() {
        return upkeep;
    }

    /// All of it once, as the store does by itself from time to time.
    void tidy() {
        core.stages().expire();
        purge();
        releaseBytes();
        reclaim(core.space().isLow() ? Pace.FREE : upkeep.pace());
        if (core.strays().takeIncomplete()) {
            freeUnreferenced();
        }
        forgetKept(); // last: should it be refused, space was freed
    }

    /// Brings deletes and moves of prefixes into the rows of every key. Nobody sees a difference, but
    /// their ranges cannot be deleted or moved again, nor their history be purged by its window,
    /// before this is done.
    public void settle() {
        settle(Duration.ofNanos(Long.MAX_VALUE));
    }

    /// The same for so long; what is left is for later.
    void settle(Duration atMost) {
        long begun = System.nanoTime();
        boolean more = true;
        while (more && System.nanoTime() - begun < atMost.toNanos()) {
            more = settle(KEYS_AT_ONCE);
        }
    }

    /// Settles a few keys; false when there is nothing left.
    public boolean settle(int keys) {
        return isSettling() && run(new RangeCommands.Settle(keys));
    }

    /// Whether anything is left to settle.
    public boolean isSettling() {
        return core.read(view -> core.duties().isSettling(view));
    }

    /// Purges versions whose window has ended, and then earlier ones if history takes too much:
    /// one step at a time, since freed space shows only after compaction.
    public PurgeResult purge() {
        PurgeResult purged = versions.run(core.parts().clock().instant(), Long.MAX_VALUE);
        long excess = pressure.excess();
        return excess <= 0
                ? purged
                : purged.plus(versions.run(Instant.ofEpochMilli(Long.MAX_VALUE), excess));
    }

    /// Lets bytes go whose window has ended before that of what is known of them.
    public PurgeResult releaseBytes() {
        return bytes.run(core.parts().clock().instant(), Long.MAX_VALUE);
    }

    /// How many members have to know of purges before these go on.
    int waitedFor() {
        return Math.max(versions.waitedFor().size(), bytes.waitedFor().size());
    }

    /// Forgets what is kept for late events of other members, once none can come that is as old.
    ///
    /// @return how many rows
    int forgetKept() {
        int total = 0;
        int step = KEPT_AT_ONCE;
        while (step == KEPT_AT_ONCE && core.read(core.duties()::isShared)) {
            step = run(new KeptCommand(core.duties(), KEPT_AT_ONCE));
            total += step;
        }
        return total;
    }

    /// Both steps of reclaim: condemns blobs without references and pins, then frees their space.
    public BlobStore.Reclaimed reclaim() {
        return reclaim(Pace.FREE);
    }

    private BlobStore.Reclaimed reclaim(Pace pace) {
        long blobs = 0;
        long bytes = 0;
        long packs = 0;
        int settled = 1;
        for (List<BlobId> next = candidates();
                settled > 0 && !next.isEmpty();
                next = candidates()) {
            inParts(next, part -> run(new ReclaimCommands.Condemn(core.blobs(), part)).size());
            BlobStore.Reclaimed step = core.blobs().reclaim(pace);
            settled = inParts(next, part -> run(new ReclaimCommands.Forget(core.blobs(), part)));
            blobs += step.blobs();
            bytes += step.bytes();
            packs += step.packsCompacted();
        }
        BlobStore.Reclaimed last = core.blobs().reclaim(pace);
        return new BlobStore.Reclaimed(
                blobs + last.blobs(), bytes + last.bytes(), packs + last.packsCompacted());
    }

    /// Nobody waits for many of them at a time.
    private static int inParts(List<BlobId> all, ToIntFunction<List<BlobId>> work) {
        int sum = 0;
        for (int from = 0; from < all.size(); from += BLOBS_FOR_WRITER) {
            int to = Math.min(all.size(), from + BLOBS_FOR_WRITER);
            sum += work.applyAsInt(all.subList(from, to));
        }
        return sum;
    }

    private List<BlobId> candidates() {
        List<BlobId> candidates = new ArrayList<>(core.strays().take(BLOBS_AT_ONCE));
        candidates.addAll(core.read(view -> view.orphans(BLOBS_AT_ONCE)));
        return candidates;
    }

    private <R> R run(Command<R> command) {
        return switch (core.sequencer().run(command, Provenance.SYSTEM)) {
            case Outcome.Done<R>(R value) -> value;
            case Outcome.Refused<R>(Refusal refusal) ->
                    throw new StoreException.Failed(
                            "maintenance was refused: " + refusal.message());
        };
    }

    /// Condemns blobs that nothing names: what a crash between bytes and event left behind. Answers
    /// how many there were.
    public long freeUnreferenced() {
        long freed = new Reconcile(core).free();
        core.blobs().reclaim();
        return freed;
    }

    /// Holds the blobs that are here against the references that follow from events, and files
    /// against placements. Tells only, unless it is to repair.
    ///
    /// @param looked gets the number of blobs it looked at so far
    public ReconcileReport reconcile(boolean repair, LongConsumer looked) {
        ReconcileReport report = new Reconcile(core).run(repair, looked);
        if (repair) {
            core.blobs().reclaim();
        }
        reconciled.set(report);
        return report;
    }

    /// What the last reconcile since the start found.
    public Optional<ReconcileReport> lastReconcile() {
        return Optional.ofNullable(reconciled.get());
    }

    /// Blobs in quarantine, and versions that need them as far as they are found in time.
    public QuarantineReport quarantine(int limit, Duration patience) {
        return QuarantineReport.of(core, limit, patience);
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
