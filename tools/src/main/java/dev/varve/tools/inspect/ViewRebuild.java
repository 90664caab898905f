package dev.varve.tools.inspect;

import dev.varve.log.Cut;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.store.Seed;
import dev.varve.server.store.ViewFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes the object view anew from the journal, or where that was trimmed from a snapshot and the
/// journal after it: beside the old one, in whose place it is put only when the whole journal was
/// proven; or as of an earlier position, in a directory of its own.
public final class ViewRebuild {
    private static final Position ALL = new Position(Long.MAX_VALUE);

    private final OfflineStore store;
    private final ViewFiles files;

    public ViewRebuild(OfflineStore store) {
        this.store = store;
        this.files = new ViewFiles(store.data().objectView(), new LocalDisk());
    }

    public record Rebuilt(long events, Duration took, Cut cut, String digest) {
        public long eventsPerSecond() {
            return events * 1_000_000_000L / Math.max(1, took.toNanos());
        }
    }

    /// @throws StoreException.Corrupt when the journal is not sound; the old view stays
    public Rebuilt run(JournalVerifier.Progress progress) {
        Path beside = files.beside(ViewFiles.REBUILD);
        try {
            Files.createDirectories(store.data().root().resolve("view"));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot make a directory for " + beside, e);
        }
        Rebuilt rebuilt = fold(beside, ALL, progress);
        files.replace(beside);
        return rebuilt;
    }

    /// Makes the view as it was just after an event, in a directory that is not there yet. The
    /// store's own view is not touched.
    ///
    /// @throws IllegalArgumentException when there is something, or the journal does not reach there
    public Rebuilt asOf(Position position, Path into, JournalVerifier.Progress progress) {
        if (Files.exists(into)) {
            throw new IllegalArgumentException(into + " is there already");
        }
        try {
            Rebuilt rebuilt = fold(into, position, progress);
            Position reached = rebuilt.cut().of(store.identity().origin().node());
            if (!reached.equals(position)) {
                throw new IllegalArgumentException("the journal ends with event " + reached);
            }
            return rebuilt;
        } catch (RuntimeException e) { // half a view must not be taken for one
            delete(into);
            throw e;
        }
    }

    private Rebuilt fold(Path into, Position until, JournalVerifier.Progress progress) {
        long begun = System.nanoTime();
        begin(into, until);
        try (ViewStore views = RocksViewStore.open(into);
                Replay replay = new Replay(views)) {
            Position from = views.cut().of(store.identity().origin().node());
            JournalVerifier.Report report =
                    store.verifier().verify(progress, between(from, until, replay::apply));
            requireSound(report.problems());
            replay.finish();
            views.flush();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            try (ViewSnapshot snapshot = views.snapshot()) {
                return new Rebuilt(
                        replay.events(), took, views.cut(), ViewDigest.of(snapshot).toString());
            }
        }
    }

    private static Consumer<Recorded> between(
            Position after, Position until, Consumer<Recorded> each) {
        return recorded -> {
            Position position = recorded.position();
            if (position.isAfter(after) && !position.isAfter(until)) {
                each.accept(recorded);
            }
        };
    }

    /// Where the journal does not reach back to its first event, or the store began with a seed, a snapshot stands for those before.
    private void begin(Path into, Position until) {
        Position oldest = store.verifier().begins();
        Optional<Seed> seed = store.seed();
        if (oldest.equals(Position.FIRST) && seed.isEmpty()) {
            return;
        }
        Snapshots snapshots = store.snapshots();
        for (Path file : snapshots.files()) {
            Optional<Position> ends = snapshots.header(file).map(SnapshotHeader::position);
            boolean fits =
                    ends.isPresent()
                            && !ends.get().isAfter(until)
                            && !oldest.isAfter(ends.get().next());
            if (fits && load(snapshots, file, into)) {
                return;
            }
        }
        throw new StoreException.Failed(
                seed.map(from -> "the journal goes on from " + from)
                                .orElse("the journal begins with event " + oldest)
                        + ", and there is no snapshot that can be used of what was before");
    }

    private static boolean load(Snapshots snapshots, Path file, Path into) {
        try (ViewStore views = RocksViewStore.open(into)) {
            snapshots.load(file, views, Snapshots.Watcher.NONE);
            views.flush();
            return true;
        } catch (StoreException.Corrupt | StoreException.FromTheFuture e) {
            delete(into);
            return false;
        }
    }

    private static void requireSound(List<JournalVerifier.Problem> problems) {
        if (!problems.isEmpty()) {
            JournalVerifier.Problem first = problems.get(0);
            throw new StoreException.Corrupt(first.file(), first.offset(), first.what());
        }
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete " + directory, e);
        }
    }
}
