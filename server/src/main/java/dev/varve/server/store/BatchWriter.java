package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.projections.Fold;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.DueWatch;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.Peer;
import dev.varve.server.store.Command.Context;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes one batch of commands through decision, fold, sync and view. Only the writer calls it.
final class BatchWriter {
    private static final Duration CHECKPOINT_AFTER = Duration.ofSeconds(5);

    private final Journal journal;
    private final JournalWriter writer;
    private final BlobStore blobs;
    private final ViewStore views;
    private final Fold fold;
    private final Space space;
    private final InstantSource clock;
    private final RandomGenerator ids;
    private final Limits limits;
    private final Lately lately;
    private final HybridTime begun;
    private volatile LastBatch lastBatch = LastBatch.NONE;
    private volatile Runnable whenDue = () -> {};
    private volatile Runnable whenClustered = () -> {};

    BatchWriter(Core.Parts parts, JournalWriter writer, Space space) {
        this.journal = parts.journal();
        this.writer = writer;
        this.blobs = parts.blobs();
        this.views = parts.views();
        this.fold = parts.fold();
        this.space = space;
        this.clock = parts.clock();
        this.ids = parts.ids();
        this.limits = parts.limits();
        this.lately = new Lately(visible());
        this.begun = newest(views);
    }

    /// What is written here is later than all that this node has of others, also of what it began with.
    private static HybridTime newest(ViewStore views) {
        try (ViewSnapshot snapshot = views.snapshot()) {
            return new ObjectView(snapshot)
                    .peers().stream()
                            .map(Peer::time)
                            .max(Comparator.naturalOrder())
                            .orElse(HybridTime.ZERO);
        }
    }

    /// The newest position that reads see; the journal may be a moment ahead.
    Position visible() {
        return views.cut().of(journal.origin());
    }

    LastBatch lastBatch() {
        return lastBatch;
    }

    /// @param work after batches that hid what may go at once; it must not wait for anything
    void whenDue(Runnable work) {
        whenDue = work;
    }

    /// @param work after batches that may have changed who belongs to the cluster, before they are
    ///     answered; it must not wait for anything
    void whenClustered(Runnable work) {
        whenClustered = work;
    }

    /// Decides and makes durable. On return every command has its answer to be completed with.
    void write(List<Pending<?>> commands) {
        boolean onlyShrinking = space.isLow();
        if (!commands.isEmpty() && !attempt(commands, onlyShrinking)) {
            space.exhausted();
            if (!attempt(commands, true)) {
                commands.forEach(BatchWriter::refuseAsFull);
            }
        }
        if (commands.stream().anyMatch(Pending::hasLocalWork)) {
            workLocally(commands);
        }
        if (isCheckpointDue()) {
            checkpoint();
        }
    }

    /// A full volume may have no room for its rows: then none of it is done.
    private void workLocally(List<Pending<?>> commands) {
        try (ViewChanges changes = changeIfRoom()) {
            if (changes == null) {
                space.exhausted();
                commands.stream().filter(Pending::hasLocalWork).forEach(BatchWriter::refuseAsFull);
                return;
            }
            ObjectReader view = new ObjectView(changes);
            Command.LocalRoom room =
                    new Command.LocalRoom() {
                        @Override
                        public ObjectReader view() {
                            return view;
                        }

                        @Override
                        public void forgetOrphan(BlobId blob) {
                            ObjectView.forgetOrphan(changes, blob);
                        }

                        @Override
                        public int forgetKept(HybridTime stable, int limit) {
                            return ObjectView.forgetKept(changes, stable, limit);
                        }
                    };
            commands.forEach(pending -> pending.workLocally(room));
            views.commit(changes, views.cut());
        }
    }

    private static void refuseAsFull(Pending<?> pending) {
        pending.refuse(Reason.OUT_OF_SPACE, "the volume is full");
    }

    /// Null when the view has no room for more rows.
    private @Nullable ViewChanges changeIfRoom() {
        try {
            return views.change();
        } catch (StoreException.OutOfSpace e) {
            return null;
        }
    }

    /// Signs what is not signed yet; a full volume only puts it off.
    void checkpoint() {
        if (writer.unsignedSince().isEmpty()) {
            return;
        }
        try (ViewChanges changes = views.change()) {
            JournalWriter.Batch batch = writer.begin();
            batch.checkpoint();
            commit(batch, changes);
        } catch (StoreException.OutOfSpace e) {
            space.exhausted();
        }
    }

    private boolean isCheckpointDue() {
        Instant due = clock.instant().minus(CHECKPOINT_AFTER);
        return writer.unsignedSince().filter(due::isAfter).isPresent();
    }

    /// False when there was no space: then nothing was written and no answer stands.
    private boolean attempt(List<Pending<?>> commands, boolean onlyShrinking) {
        try (ViewChanges changes = changeIfRoom()) {
            if (changes == null) {
                return false;
            }
            JournalWriter.Batch batch = writer.begin();
            Room room = new Room(batch, changes);
            batch.forms(room.view.formatLevel());
            batch.observe(begun);
            for (Pending<?> pending : commands) {
                decide(pending, room, onlyShrinking);
            }
            if (batch.size() == 0) {
                batch.discard();
                return true;
            }
            long begun = System.nanoTime();
            boolean durable = syncBlobs(batch) && commitIfSpace(batch, changes);
            if (!durable) {
                lately.forgetAfter(visible());
            } else if (room.due.isDue(clock.instant())) {
                whenDue.run();
            }
            if (durable && room.clustered) {
                whenClustered.run();
            }
            lastBatch = new LastBatch(commands.size(), Duration.ofNanos(System.nanoTime() - begun));
            return durable;
        }
    }

    private boolean syncBlobs(JournalWriter.Batch batch) {
        try {
            blobs.sync();
            return true;
        } catch (StoreException.OutOfSpace e) {
            batch.discard();
            return false;
        }
    }

    private boolean commitIfSpace(JournalWriter.Batch batch, ViewChanges changes) {
        try {
            commit(batch, changes);
            return true;
        } catch (StoreException.OutOfSpace e) {
            return false;
        }
    }

    private void commit(JournalWriter.Batch batch, ViewChanges changes) {
        Position last = batch.commit();
        try {
            views.commit(changes, views.cut().with(journal.origin(), last));
        } catch (StoreException e) {
            throw new StoreException.Failed(
                    "the journal has " + last + " but the view did not take it", e);
        }
    }

    private void decide(Pending<?> pending, Room room, boolean onlyShrinking) {
        if (onlyShrinking && pending.command.grows()) {
            pending.refuse(Reason.OUT_OF_SPACE, space.message());
            return;
        }
        int before = room.batch.size();
        Position last = room.last;
        room.changes.mark();
        try {
            room.watch = new QuotaWatch(room.view);
            pending.decide(room);
            room.watch.crossed().forEach(event -> room.record(event, pending.provenance));
            room.changes.unmark();
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) { // one command's failure rolls back its own changes only
            room.changes.rewind();
            room.batch.rewind(before);
            room.last = last;
            lately.forgetAfter(last);
            pending.fail(e);
        }
    }

    private final class Room implements Pending.DecisionRoom {
        private final JournalWriter.Batch batch;
        private final ViewChanges changes;
        private final DueWatch due;
        private final ObjectReader view;
        private final Context context;
        private QuotaWatch watch;
        private Position last = visible();
        private boolean clustered;

        Room(JournalWriter.Batch batch, ViewChanges changes) {
            this.batch = batch;
            this.changes = changes;
            this.due = new DueWatch(changes);
            this.view = new ObjectView(changes);
            this.context = new Context(clock.instant(), ids, limits, lately);
            this.watch = new QuotaWatch(view);
        }

        @Override
        public ObjectReader view() {
            return view;
        }

        @Override
        public Context context() {
            return context;
        }

        @Override
        public Recorded record(Event event, Provenance provenance) {
            watch.willFold(event);
            if (event instanceof Event.EventsImported imported) {
                batch.observe(imported.newest());
            }
            Recorded recorded = batch.add(event, provenance);
            fold.apply(recorded, due);
            lately.add(recorded);
            last = recorded.position();
            clustered |= event instanceof Event.ClusterEvent;
            return recorded;
        }
    }
}
