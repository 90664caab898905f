package dev.varve.tools.inspect;

import dev.varve.log.Cut;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksViewStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Makes the object view anew from the journal, beside the old one, and puts it in its place only
/// when the whole journal was proven.
public final class ViewRebuild {
    private final OfflineStore store;
    private final Path target;
    private final Path beside;

    public ViewRebuild(OfflineStore store) {
        this.store = store;
        this.target = store.data().objectView();
        this.beside = target.resolveSibling(target.getFileName() + ".rebuilt");
    }

    public record Rebuilt(long events, Duration took, Cut cut, String digest) {
        public long eventsPerSecond() {
            return events * 1_000_000_000L / Math.max(1, took.toNanos());
        }
    }

    /// @throws StoreException.Corrupt when the journal is not sound; the old view stays
    public Rebuilt run(JournalVerifier.Progress progress) {
        try {
            delete(beside);
            Files.createDirectories(store.data().root().resolve("view"));
            Rebuilt rebuilt = fold(progress);
            delete(target);
            LocalDisk disk = new LocalDisk();
            disk.move(beside, target);
            disk.forceDirectory(store.data().root().resolve("view"));
            return rebuilt;
        } catch (IOException e) {
            throw new StoreException.Failed("cannot rebuild " + target, e);
        }
    }

    private Rebuilt fold(JournalVerifier.Progress progress) {
        long begun = System.nanoTime();
        try (ViewStore views = RocksViewStore.open(beside);
                Replay replay = new Replay(views)) {
            JournalVerifier.Report report = store.verifier().verify(progress, replay::apply);
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

    private static void requireSound(List<JournalVerifier.Problem> problems) {
        if (!problems.isEmpty()) {
            JournalVerifier.Problem first = problems.get(0);
            throw new StoreException.Corrupt(first.file(), first.offset(), first.what());
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
