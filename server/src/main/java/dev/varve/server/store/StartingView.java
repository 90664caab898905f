package dev.varve.server.store;

import dev.varve.log.Cut;
import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.projections.ViewStore;
import dev.varve.projections.snapshot.SnapshotSummary;
import dev.varve.projections.snapshot.Snapshots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The object view at a start: as it was left or, where it is missing, made of the newest snapshot
/// that can be used, so that only the journal after it must be folded.
///
/// Such a view is made beside, and gets its place once the journal turned out to be the one that the
/// snapshot was taken of. So does a view that a rebuild made, because the one that is there was found
/// to be wrong.
final class StartingView implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StartingView.class);

    private static final String FRESH = "fresh";

    private final ViewFiles files;
    private final Snapshots snapshots;
    private final Identity identity;
    private final NodeId node;
    private final Function<Path, ViewStore> opener;
    private final Optional<Seed> seed;
    private final List<String> unusable = new ArrayList<>();
    private @Nullable ViewStore store;
    private @Nullable Fresh fresh;
    private @Nullable NextView next;

    /// A view that was made of a snapshot, still beside.
    private record Fresh(Path beside, SnapshotSummary snapshot) {}

    StartingView(
            ViewFiles files,
            Snapshots snapshots,
            Identity identity,
            Optional<Seed> seed,
            Function<Path, ViewStore> opener) {
        this.seed = seed;
        this.files = files;
        this.snapshots = snapshots;
        this.identity = identity;
        this.node = identity.origin().node();
        this.opener = opener;
    }

    /// Opens the view, or makes one. Answers positions that were durable in the journal, so that it
    /// must not end before them.
    List<Position> prepare() {
        files.beside(FRESH);
        files.recover();
        next = next().orElse(null);
        List<Path> there = snapshots.files();
        if (there.isEmpty() || files.exists()) {
            store = opener.apply(files.view());
        }
        if (store == null || (next == null && isEmpty(store) && !there.isEmpty())) {
            close();
            make(there);
        }
        return known(there);
    }

    private static boolean isEmpty(ViewStore view) {
        return view.cut().equals(Cut.EMPTY);
    }

    /// What a rebuild left, if it can be used. Where there is no view at all, somebody wants it made
    /// anew.
    private Optional<NextView> next() {
        if (!files.exists()) {
            files.dropNext();
            return Optional.empty();
        }
        try {
            Optional<NextView> waiting = files.next();
            waiting.ifPresent(this::requireWhole);
            return waiting;
        } catch (StoreException.Corrupt | StoreException.FromTheFuture | StoreException.Failed e) {
            refuse(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void requireWhole(NextView waiting) {
        String place = files.nextView().toString();
        if (!waiting.of().equals(identity)) {
            throw new StoreException.Corrupt(place, 0, "is of another journal");
        }
        try (ViewStore view = opener.apply(files.nextView())) {
            Position reached = view.cut().of(node);
            if (!reached.equals(waiting.position())) {
                throw new StoreException.Corrupt(
                        place, 0, "ends with event " + reached + ", not " + waiting.position());
            }
        }
    }

    private void refuse(String why) {
        LOG.warn("the view that was made anew cannot be used, the old one stays: {}", why);
        files.dropNext();
    }

    private List<Position> known(List<Path> there) {
        List<Position> known = new ArrayList<>();
        if (store != null) {
            known.add(store.flushedCut().of(node));
        }
        if (next != null) {
            known.add(next.position());
        }
        for (Path file : there) {
            snapshots
                    .header(file)
                    .filter(header -> header.origin().node().equals(node))
                    .ifPresent(header -> known.add(header.position()));
        }
        known.removeIf(Position::isNone);
        return known;
    }

    private void make(List<Path> there) {
        for (Path file : there) {
            Optional<Fresh> made = make(file);
            if (made.isPresent()) {
                fresh = made.get();
                return;
            }
        }
        store = opener.apply(files.view());
    }

    private Optional<Fresh> make(Path file) {
        Path beside = files.beside(FRESH);
        long begun = System.nanoTime();
        try (ViewStore view = opener.apply(beside)) {
            SnapshotSummary read = snapshots.load(file, view, Snapshots.Watcher.NONE);
            view.flush();
            LOG.info(
                    "the object view is made of {}: {} rows at position {}, in {} ms",
                    file,
                    read.rows(),
                    read.position(),
                    (System.nanoTime() - begun) / 1_000_000);
            return Optional.of(new Fresh(beside, read));
        } catch (StoreException.Corrupt | StoreException.FromTheFuture e) {
            LOG.warn("a snapshot cannot be used: {}", e.getMessage());
            unusable.add(String.valueOf(e.getMessage()));
        }
        ViewFiles.delete(beside);
        return Optional.empty();
    }

    /// The view, open until this is closed, from which the journal can be folded on.
    ///
    /// @throws StoreException.Corrupt when the snapshot is of another journal
    /// @throws StoreException.Failed when the journal begins after the view's end
    ViewStore open(Journal journal) {
        if (fresh != null) {
            requireSameHistory(journal, fresh.snapshot());
            files.replace(fresh.beside());
            fresh = null;
            store = opener.apply(files.view());
        }
        if (next != null) {
            change(journal, next);
            next = null;
        }
        ViewStore opened = store;
        if (opened == null) {
            throw new IllegalStateException("prepare first");
        }
        requireReachable(journal, opened);
        return opened;
    }

    private void change(Journal journal, NextView waiting) {
        if (journal.oldest().isAfter(waiting.position().next())) {
            refuse("the journal begins with event " + journal.oldest());
        } else if (!isOf(journal, waiting.position(), waiting.last())) {
            refuse("the journal has another event at " + waiting.position());
        } else {
            close();
            files.replace(files.nextView());
            store = opener.apply(files.view());
            LOG.warn(
                    "the view that was made anew up to event {} took the place of the old one",
                    waiting.position());
        }
    }

    private static void requireSameHistory(Journal journal, SnapshotSummary snapshot) {
        if (!isOf(journal, snapshot.position(), snapshot.header().last())) {
            throw new StoreException.Corrupt(
                    snapshot.file().toString(),
                    0,
                    "is of another history: the journal has another event at "
                            + snapshot.position());
        }
    }

    /// The event at a position is known by its commitment, of which no two are the same. Where it was
    /// trimmed, a snapshot of this history was there for it.
    private static boolean isOf(Journal journal, Position position, Hash256 last) {
        if (journal.oldest().isAfter(position)) {
            return true;
        }
        try (JournalCursor cursor = journal.read(position)) {
            Recorded recorded = cursor.next();
            return recorded != null && recorded.envelope().commitment().equals(last);
        }
    }

    private void requireReachable(Journal journal, ViewStore view) {
        Position reached = view.cut().of(node);
        boolean begun = seed.isEmpty() || !isEmpty(view);
        if (begun && !journal.oldest().isAfter(reached.next())) {
            return;
        }
        String what =
                reached.isNone()
                        ? "the object view is missing"
                        : "the object view ends with event " + reached;
        String why =
                unusable.isEmpty()
                        ? "there is no snapshot of what was before"
                        : "no snapshot after that can be used ("
                                + String.join("; ", unusable)
                                + ")";
        String begin =
                seed.filter(_ -> journal.oldest().equals(Position.FIRST))
                        .map(from -> ", the journal goes on from " + from)
                        .orElse(", the journal begins with event " + journal.oldest());
        throw new StoreException.Failed(
                what + begin + ", and " + why + "; put back a snapshot of this store, or a backup");
    }

    @Override
    public void close() {
        ViewStore open = store;
        store = null;
        if (open != null) {
            open.close();
        }
    }
}
