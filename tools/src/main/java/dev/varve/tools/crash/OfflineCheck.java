package dev.varve.tools.crash;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.tools.crash.Violation.Promise;
import dev.varve.tools.inspect.OfflineStore;
import dev.varve.tools.inspect.References;
import dev.varve.tools.inspect.Replay;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Holds a closed store against its own journal: the chain is sound, the view is what a fold of the
/// journal makes, and what each snapshot and the journal after it make, references are what the rows say, and every blob that is named is here.
final class OfflineCheck {
    private final Path data;
    private final Consumer<Violation> violations;

    OfflineCheck(Path data, Consumer<Violation> violations) {
        this.data = data;
        this.violations = violations;
    }

    void run(Tally tally) {
        try (OfflineStore store = OfflineStore.open(data);
                ViewStore rebuilt = new MemoryViewStore()) {
            rebuild(store, rebuilt, tally);
            try (ViewStore view = store.view();
                    ViewSnapshot served = view.snapshot();
                    ViewSnapshot fresh = rebuilt.snapshot()) {
                compare(served, fresh);
                snapshots(store, served);
                references(fresh, store);
            }
        } catch (StoreException e) {
            report(Promise.JOURNAL_IS_SOUND, Report.describe(e));
        }
    }

    private void report(Promise promise, String what) {
        violations.accept(new Violation(promise, what));
    }

    private void rebuild(OfflineStore store, ViewStore rebuilt, Tally tally) {
        try (Replay replay = new Replay(rebuilt)) {
            JournalVerifier.Report report =
                    store.verifier().verify(JournalVerifier.Progress.NONE, replay::apply);
            replay.finish();
            report.problems()
                    .forEach(problem -> report(Promise.JOURNAL_IS_SOUND, problem.toString()));
            report.torn()
                    .ifPresent(torn -> report(Promise.JOURNAL_IS_SOUND, "closed, but " + torn));
            tally.folded(replay.events(), report.segments());
        }
    }

    private void compare(ViewSnapshot served, ViewSnapshot fresh) {
        if (!served.cut().equals(fresh.cut())) {
            report(Promise.VIEW_EQUALS_REBUILD, served.cut() + " against " + fresh.cut());
        }
        Hash256 was = ViewDigest.of(served);
        Hash256 is = ViewDigest.of(fresh);
        if (!was.equals(is)) {
            report(Promise.VIEW_EQUALS_REBUILD, "digest " + was + " against " + is);
        }
    }

    private void snapshots(OfflineStore store, ViewSnapshot served) {
        Snapshots snapshots = store.snapshots();
        for (Path file : snapshots.files()) {
            try (ViewStore made = new MemoryViewStore();
                    Replay replay = loaded(snapshots, file, made)) {
                Position from = snapshots.header(file).orElseThrow().position();
                store.verifier()
                        .verify(
                                JournalVerifier.Progress.NONE,
                                recorded -> {
                                    if (recorded.position().isAfter(from)) {
                                        replay.apply(recorded);
                                    }
                                });
                replay.finish();
                try (ViewSnapshot fresh = made.snapshot()) {
                    compare(served, fresh);
                }
            }
        }
    }

    /// What has the name of a snapshot must read back right.
    private static Replay loaded(Snapshots snapshots, Path file, ViewStore into) {
        snapshots.load(file, into, Snapshots.Watcher.NONE);
        return new Replay(into);
    }

    private void references(ViewSnapshot fresh, OfflineStore store) {
        Map<BlobId, Long> counted = References.count(fresh);
        ObjectView view = new ObjectView(fresh);
        counted.forEach((blob, count) -> {
            if (view.references(blob) != count) {
                report(
                        Promise.REFERENCES_EQUAL_EVENTS,
                        blob + " has " + view.references(blob) + ", not " + count);
            }
        });
        if (References.stored(fresh) != counted.size()) {
            report(
                    Promise.REFERENCES_EQUAL_EVENTS,
                    References.stored(fresh) + " blobs are counted, not " + counted.size());
        }
        Set<BlobId> missing = new HashSet<>(counted.keySet());
        try (BlobStore blobs = store.blobs()) {
            blobs.scrub(
                    BlobStore.ScrubDepth.DEEP,
                    finding -> report(Promise.BLOBS_ARE_HERE, finding.toString()));
            blobs.forEach(blob -> {
                if (!blob.quarantined()) {
                    missing.remove(blob.id());
                }
            });
        }
        missing.forEach(blob -> report(Promise.BLOBS_ARE_HERE, blob + " is not here"));
    }
}
