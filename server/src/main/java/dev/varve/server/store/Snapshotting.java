package dev.varve.server.store;

import dev.varve.log.Event;
import dev.varve.log.Journal;
import dev.varve.log.Journal.Segment;
import dev.varve.log.JournalCursor;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.snapshot.SignedRoot;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.consumers.Consumers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes snapshots of the object view, of a state of it that nobody waits for, and trims the journal
/// behind them.
public final class Snapshotting {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshotting.class);
    private static final int WINDOW = 1024;

    /// What follows the last change by itself.
    private static final int THE_CHECKPOINT = 1;

    private final Core core;
    private final Snapshots snapshots;
    private final CheckpointSigner signer;
    private final Runnable flushViews;
    private final SnapshotSettings settings;
    private final Horizon horizon;
    private final RebuildBeside rebuild;
    private final Optional<Seed> seed;
    private final Journal journal;
    private volatile boolean stopping;

    /// A snapshot by its name and what it says of itself, unread.
    public record Listed(Path file, Position position, Instant made, long bytes) {}

    /// What a trim did, or would do.
    ///
    /// @param segments that go
    /// @param oldest event from then on
    /// @param holds who needs what, the one that holds most first
    public record Trim(List<Segment> segments, Position oldest, List<Horizon.Hold> holds) {
        public Trim {
            segments = List.copyOf(segments);
            holds = List.copyOf(holds);
        }

        public long bytes() {
            return segments.stream().mapToLong(Segment::bytes).sum();
        }
    }

    Snapshotting(
            Core core,
            Snapshots snapshots,
            CheckpointSigner signer,
            Supplier<List<Consumers.Need>> consumers,
            Runnable flushViews,
            ViewFiles files,
            Optional<Seed> seed,
            SnapshotSettings settings) {
        this.seed = seed;
        this.rebuild = new RebuildBeside(core, snapshots, files, seed.isPresent());
        this.core = core;
        this.flushViews = flushViews;
        this.snapshots = snapshots;
        this.signer = signer;
        this.settings = settings;
        this.journal = core.parts().journal();
        this.horizon = new Horizon(core, snapshots, consumers, files, settings);
    }

    void trimBehind(Function<NodeId, Optional<Position>> reached) {
        horizon.members().hearBy(reached);
    }

    /// What this store began with, where that was not nothing.
    public Optional<Seed> seed() {
        return seed;
    }

    /// The newest first.
    public List<Listed> list() {
        return snapshots.files().stream()
                .flatMap(
                        file -> snapshots.header(file).map(header -> listed(file, header)).stream())
                .toList();
    }

    private static Listed listed(Path file, SnapshotHeader header) {
        try {
            return new Listed(file, header.position(), header.made(), Files.size(file));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + file, e);
        }
    }

    /// Whether enough happened since the newest one, by the settings.
    boolean isDue() {
        List<Listed> there = list();
        long last = there.isEmpty() ? -1 : there.getFirst().position().value();
        long events = core.sequencer().visible().value() - last;
        if (events <= THE_CHECKPOINT || core.space().isLow()) {
            return false;
        }
        boolean byEvents = settings.everyEvents() > 0 && events >= settings.everyEvents();
        return byEvents || (!settings.every().isZero() && (there.isEmpty() || isOld(there)));
    }

    private boolean isOld(List<Listed> there) {
        Instant due = there.getFirst().made().plus(settings.every());
        return !core.parts().clock().instant().isBefore(due);
    }

    /// What a trim would do now, and who holds the rest; no snapshot is read for it.
    public Trim plan() {
        List<Horizon.Hold> holds = horizon.holds();
        Position before = holds.getFirst().from();
        List<Segment> go =
                journal.segments().stream()
                        .filter(segment -> segment.sealed() && before.isAfter(segment.last()))
                        .toList();
        Position oldest = go.isEmpty() ? journal.oldest() : go.getLast().last().next();
        return new Trim(go, oldest, holds);
    }

    /// Deletes what nobody needs any more of the journal. The snapshots that it relies on are read
    /// to their ends first; those that are damaged do not count.
    public synchronized Trim trim() {
        if (settings.auditRetention().isEmpty()) {
            return plan();
        }
        flushViews.run();
        if (plan().segments().isEmpty()) {
            return plan();
        }
        List<Path> good = snapshots.files().stream().filter(this::readsBack).toList();
        List<Horizon.Hold> holds = horizon.holds(good::contains);
        List<Segment> went =
                good.isEmpty()
                        ? List.of()
                        : journal.truncateBefore(holds.getFirst().from(), coverage(good));
        went.forEach(segment ->
                LOG.info(
                        "trimmed {}: events {} to {}",
                        segment.name(),
                        segment.first(),
                        segment.last()));
        return new Trim(went, journal.oldest(), horizon.holds(good::contains));
    }

    /// The oldest of the kept snapshots that read back: what the horizon went by.
    private Journal.Coverage coverage(List<Path> good) {
        Path oldest = good.get(Math.min(good.size(), settings.keep()) - 1);
        return new Journal.Coverage(
                oldest.getFileName().toString(), snapshots.header(oldest).orElseThrow().position());
    }

    /// Makes the object view anew, beside the one that serves, and compares the two. No snapshot is
    /// taken and nothing is trimmed meanwhile.
    ///
    /// @throws StoreException.Corrupt when they are not the same; the new one is kept then, and takes
    ///     the place of the other at the next start
    public synchronized RebuildBeside.Rebuilt rebuild(Projector.Watcher watcher) {
        return rebuild.run((position, goal) -> {
            goOn(0, 0);
            watcher.at(position, goal);
        });
    }

    private boolean readsBack(Path file) {
        try {
            snapshots.verify(file, this::goOn);
            return true;
        } catch (StoreException.Corrupt | StoreException.FromTheFuture e) {
            LOG.error("a snapshot does not count: {}", e.getMessage());
            return false;
        }
    }

    private void goOn(long rows, long bytes) {
        if (stopping) {
            throw new StoreException.Closed("the store is closing");
        }
    }

    /// Ends what goes on, as the store closes.
    void stop() {
        stopping = true;
    }

    /// Writes one, reads it back, and then lets go of all but the newest few.
    ///
    /// @throws StoreException.Failed when there is nothing yet to take one of
    public synchronized SnapshotSummary take(Snapshots.Watcher watcher) {
        try (ViewSnapshot view = core.parts().views().snapshot()) {
            Position position = view.cut().of(journal.origin().node());
            if (position.isNone()) {
                throw new StoreException.Failed("the view is empty: there is nothing to keep");
            }
            SnapshotHeader header =
                    new SnapshotHeader(
                            journal.cluster(),
                            journal.origin(),
                            view.cut(),
                            RebuildBeside.commitment(journal, position),
                            newestCheckpoint(position),
                            core.parts().clock().instant(),
                            Varve.SOFTWARE,
                            signer.keyId(),
                            signer.publicKey());
            Snapshots.Watcher watching =
                    (rows, bytes) -> {
                        goOn(rows, bytes);
                        watcher.at(rows, bytes);
                    };
            SnapshotSummary taken = snapshots.write(header, view, signer, watching);
            snapshots.keepNewest(settings.keep());
            return taken;
        }
    }

    /// Looks backwards from a position, a window at a time; empty where the journal has none before.
    private Optional<SignedRoot> newestCheckpoint(Position position) {
        Optional<SignedRoot> found = Optional.empty();
        long end = position.value();
        while (found.isEmpty() && end >= journal.oldest().value()) {
            long from = Math.max(journal.oldest().value(), end - WINDOW + 1);
            found = newestCheckpoint(from, end);
            end = from - 1;
        }
        return found;
    }

    private Optional<SignedRoot> newestCheckpoint(long from, long to) {
        Optional<SignedRoot> found = Optional.empty();
        try (JournalCursor cursor = journal.read(new Position(from))) {
            while (cursor.position().value() <= to) {
                Recorded recorded = cursor.next();
                if (recorded == null) {
                    return found;
                }
                if (recorded.event() instanceof Event.Checkpoint checkpoint) {
                    found =
                            Optional.of(
                                    new SignedRoot(
                                            recorded.position(),
                                            checkpoint.root(),
                                            checkpoint.keyId(),
                                            checkpoint.signature()));
                }
            }
        }
        return found;
    }
}
