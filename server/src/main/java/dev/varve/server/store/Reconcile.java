package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.Oddity;
import dev.varve.log.BlobStore.StoredBlob;
import dev.varve.log.BlobStore.SurveyFinding;
import dev.varve.log.BlobStore.SurveyWatch;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.server.store.ReconcileReport.Item;
import dev.varve.server.store.ReconcileReport.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Holds stored blobs against references, and files against placements. Candidates are gathered
/// beside the writer and judged on it, a few at a time: only there an event and its bytes are seen
/// together, so that nothing is told of which a request is just about.
final class Reconcile {
    /// Few enough that others hardly notice that they wait.
    private static final int AT_ONCE = 256;

    private final Core core;

    Reconcile(Core core) {
        this.core = core;
    }

    ReconcileReport run(boolean repair, LongConsumer looked) {
        Instant started = core.parts().clock().instant();
        ReconcileReport.Builder report = new ReconcileReport.Builder();
        survey(repair, report);
        unreferenced(
                batch -> {
                    List<StoredBlob> found = confirm(batch);
                    Set<BlobId> freed = repair ? condemn(found) : Set.of();
                    found.forEach(blob ->
                            report.add(Kind.UNREFERENCED, item(blob), freed.contains(blob.id())));
                },
                seen -> {
                    report.blobs(seen);
                    looked.accept(seen);
                });
        missing(report);
        return report.build(started, core.parts().clock().instant(), repair);
    }

    /// Condemns what nothing references or pins; gives how many there were.
    long free() {
        long[] freed = {0};
        unreferenced(batch -> freed[0] += condemn(batch).size(), _ -> {});
        return freed[0];
    }

    private void unreferenced(Consumer<List<StoredBlob>> judge, LongConsumer looked) {
        List<StoredBlob> batch = new ArrayList<>();
        long[] seen = {0};
        core.blobs()
                .forEach(blob -> {
                    looked.accept(++seen[0]);
                    if (core.read(view -> view.references(blob.id())) == 0) {
                        batch.add(blob);
                    }
                    if (batch.size() >= AT_ONCE) {
                        judge.accept(List.copyOf(batch));
                        batch.clear();
                    }
                });
        judge.accept(List.copyOf(batch));
    }

    private List<StoredBlob> confirm(List<StoredBlob> batch) {
        Set<BlobId> still =
                Set.copyOf(
                        decide(new ReclaimCommands.Unreferenced(core.blobs(), ids(batch)), batch));
        return batch.stream().filter(blob -> still.contains(blob.id())).toList();
    }

    private Set<BlobId> condemn(List<StoredBlob> batch) {
        return Set.copyOf(decide(new ReclaimCommands.Condemn(core.blobs(), ids(batch)), batch));
    }

    private static List<BlobId> ids(List<StoredBlob> batch) {
        return batch.stream().map(StoredBlob::id).toList();
    }

    private <T> List<BlobId> decide(Command<List<BlobId>> command, List<T> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        return switch (core.sequencer().run(command, Provenance.SYSTEM)) {
            case Outcome.Done<List<BlobId>>(List<BlobId> ids) -> ids;
            case Outcome.Refused<List<BlobId>>(Refusal refusal) ->
                    throw new StoreException.Failed("reconcile was refused: " + refusal.message());
        };
    }

    private static Item item(StoredBlob blob) {
        return new Item(Optional.of(blob.id()), "", 0, blob.storedBytes(), "nothing references it");
    }

    private void missing(ReconcileReport.Builder report) {
        @Nullable BlobId after = null;
        while (true) {
            @Nullable BlobId from = after;
            List<BlobId> page = core.read(view -> view.referenced(from, AT_ONCE));
            if (page.isEmpty()) {
                return;
            }
            report.references(page.size());
            List<BlobId> gone =
                    page.stream().filter(blob -> core.blobs().find(blob).isEmpty()).toList();
            decide(new ReclaimCommands.Referenced(core.blobs(), gone, true), gone)
                    .forEach(blob -> report.add(Kind.MISSING, missing(blob), false));
            after = page.getLast();
        }
    }

    private static Item missing(BlobId blob) {
        return new Item(Optional.of(blob), "", 0, 0, "it is referenced and not here");
    }

    private void survey(boolean repair, ReconcileReport.Builder report) {
        List<SurveyFinding> gone = new ArrayList<>();
        core.blobs()
                .survey(
                        repair,
                        (SurveyWatch)
                                finding -> {
                                    if (finding.oddity() == Oddity.MISSING) {
                                        gone.add(finding);
                                    } else {
                                        report.add(
                                                kind(finding), item(finding), finding.repaired());
                                    }
                                    if (gone.size() >= AT_ONCE) {
                                        lost(gone, report);
                                        gone.clear();
                                    }
                                });
        lost(gone, report);
    }

    /// A placement without a file is a loss only while something references its blob; else the
    /// blob is unreferenced.
    private void lost(List<SurveyFinding> findings, ReconcileReport.Builder report) {
        List<BlobId> ids = findings.stream().flatMap(finding -> finding.blob().stream()).toList();
        Set<BlobId> wanted =
                new HashSet<>(
                        decide(new ReclaimCommands.Referenced(core.blobs(), ids, false), ids));
        findings.stream()
                .filter(finding -> finding.blob().filter(wanted::contains).isPresent())
                .forEach(finding -> report.add(Kind.MISSING, item(finding), false));
    }

    private static Kind kind(SurveyFinding finding) {
        return switch (finding.oddity()) {
            case DUPLICATE -> Kind.DUPLICATE;
            case MISPLACED -> Kind.MISPLACED;
            case MISSING -> Kind.MISSING;
            case QUARANTINED -> Kind.QUARANTINED;
        };
    }

    private static Item item(SurveyFinding finding) {
        return new Item(
                finding.blob(), finding.file(), finding.offset(), finding.bytes(), finding.what());
    }
}
