package dev.varve.server.store;

import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewComparison;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksConfig;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.projections.snapshot.Snapshots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the object view anew beside the one that serves, and holds the two against each other at one
/// cut. Nobody waits for it: the writer goes on. Where they differ the new one is right, and takes the
/// place of the other at the next start.
public final class RebuildBeside {
    private static final RocksConfig MEMORY = new RocksConfig(16L << 20, 32L << 20);

    private final Core core;
    private final Snapshots snapshots;
    private final ViewFiles files;
    private final boolean seeded;
    private final Journal journal;

    /// Two views that are the same.
    ///
    /// @param events that were folded for it
    public record Rebuilt(long events, Position position, Hash256 digest) {}

    /// @param seeded whether the journal does not hold what was before its first event
    RebuildBeside(Core core, Snapshots snapshots, ViewFiles files, boolean seeded) {
        this.seeded = seeded;
        this.core = core;
        this.snapshots = snapshots;
        this.files = files;
        this.journal = core.parts().journal();
    }

    /// @throws StoreException.Corrupt when the view that serves is not what the journal gives; names
    ///     the first row that differs. The one made anew waits for the next start then.
    Rebuilt run(Projector.Watcher watcher) {
        Path beside = files.beside(ViewFiles.REBUILD);
        try {
            Made made = make(beside, watcher);
            if (made.difference().isPresent()) {
                files.keepForNextStart(beside, mark(made.same().position()));
                throw differs(made.same().position(), made.difference().get());
            }
            files.dropNext();
            return made.same();
        } finally {
            ViewFiles.delete(beside);
        }
    }

    /// A view that is complete, flushed and closed.
    private record Made(Rebuilt same, Optional<ViewComparison.Difference> difference) {}

    private Made make(Path beside, Projector.Watcher watcher) {
        try (ViewStore fresh = begin(beside);
                Projector projector = new Projector(journal, fresh, core.parts().fold())) {
            Position begun = projector.position();
            projector.catchUpTo(core.parts().views().cut().of(node()), watcher);
            try (ViewSnapshot serving = core.parts().views().snapshot()) {
                Position at = serving.cut().of(node());
                projector.catchUpTo(at, watcher);
                fresh.flush();
                return compare(serving, fresh, at, at.value() - begun.value());
            }
        }
    }

    private Made compare(ViewSnapshot serving, ViewStore fresh, Position at, long events) {
        try (ViewSnapshot rebuilt = fresh.snapshot()) {
            Rebuilt made = new Rebuilt(events, at, ViewDigest.of(rebuilt));
            return new Made(made, ViewComparison.first(serving, rebuilt));
        }
    }

    private StoreException differs(Position at, ViewComparison.Difference difference) {
        return new StoreException.Corrupt(
                files.view().toString(),
                0,
                "at event %s it is not what the journal gives: %s; the view that was made anew takes its place at the next start"
                        .formatted(at, difference));
    }

    private NextView mark(Position at) {
        return new NextView(
                new Identity(journal.cluster(), journal.origin()), at, commitment(journal, at));
    }

    /// Of the event at a position.
    static Hash256 commitment(Journal journal, Position position) {
        try (JournalCursor cursor = journal.read(position)) {
            Recorded recorded = cursor.next();
            if (recorded == null) {
                throw new StoreException.Failed("event " + position + " is not durable");
            }
            return recorded.envelope().commitment();
        }
    }

    private NodeId node() {
        return journal.origin().node();
    }

    private ViewStore open(Path beside) {
        return RocksViewStore.open(beside, MEMORY, bytes -> !core.space().isLow());
    }

    /// Empty where the journal is whole; else with the oldest snapshot from which it reaches on, so
    /// that as much as can be is made of events.
    private ViewStore begin(Path beside) {
        if (journal.oldest().equals(Position.FIRST) && !seeded) {
            return open(beside);
        }
        List<String> unusable = new ArrayList<>();
        for (Path file : snapshots.files().reversed()) {
            Optional<Position> ends = snapshots.header(file).map(SnapshotHeader::position);
            if (ends.isPresent() && !journal.oldest().isAfter(ends.get().next())) {
                ViewStore view = open(beside);
                try {
                    snapshots.load(file, view, Snapshots.Watcher.NONE);
                    return view;
                } catch (StoreException.Corrupt | StoreException.FromTheFuture e) {
                    unusable.add(String.valueOf(e.getMessage()));
                    view.close();
                    ViewFiles.delete(beside);
                }
            }
        }
        throw new StoreException.Failed(
                "the journal begins with event "
                        + journal.oldest()
                        + ", and no snapshot of what was before can be used: "
                        + String.join("; ", unusable));
    }
}
