package dev.varve.tools.crash;

import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.StoreException;
import dev.varve.log.blob.LocalBlobStore;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.server.store.OutcomeUnknown;
import dev.varve.server.store.Varve;
import dev.varve.tools.crash.CorruptionRun.Judgement;
import dev.varve.tools.crash.Violation.Promise;
import dev.varve.tools.inspect.OfflineStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens one damaged store, reads everything, appends, opens it again, verifies and scrubs.
final class CorruptionTrial {
    private static final int PATIENCE_SECONDS = 60;
    private static final Target FRESH = new Target(Bin.PLAIN, "99/fresh");
    private final Path data;
    private final Oracle oracle;
    private final Damage damage;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();

    CorruptionTrial(Path data, Oracle oracle, Damage damage) {
        this.data = data;
        this.oracle = oracle;
        this.damage = damage;
    }

    Judgement judge() {
        try {
            return CompletableFuture.supplyAsync(this::judgeNow)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Judgement.Violated(List.of("it hangs"));
        } catch (ExecutionException e) {
            return new Judgement.Violated(List.of("it throws " + Report.describe(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Judgement.Violated(List.of("interrupted"));
        }
    }

    private Judgement judgeNow() {
        try {
            readAndAppend();
            readAgain();
            verify();
        } catch (StoreException e) {
            reports.add(String.valueOf(e.getMessage()));
        } catch (OutcomeUnknown e) {
            reports.add(e.getMessage() + ", by " + e.getCause());
        }
        List<Violation> broken = broken();
        if (!broken.isEmpty()) {
            return Judgement.violated(broken);
        }
        return reports.isEmpty()
                ? new Judgement.Harmless()
                : Judgement.reported(damage, String.join("; ", reports));
    }

    /// What was found that no error message excuses.
    private List<Violation> broken() {
        return violations.stream().filter(violation -> !isReport(violation)).toList();
    }

    /// An error instead of bytes is a report; so is what a verification finds.
    private boolean isReport(Violation violation) {
        return switch (violation.promise()) {
            case BYTES_ARE_READABLE, JOURNAL_IS_SOUND, BLOBS_ARE_HERE -> {
                reports.add(violation.what());
                yield true;
            }
            default -> false;
        };
    }

    private void readAndAppend() {
        try (Varve varve = Varve.open(CrashStore.config(data))) {
            new StateCheck(varve, oracle, violations::add).run();
            Op put = new Op.Put(FRESH, new Piece(4242, 70_000), Op.Condition.NONE, Op.NONE);
            oracle.accept(Report.INTENT + " 9 " + OpText.format(put));
            Door.Done done = new EmbeddedDoor(varve.store()).require(put);
            oracle.accept(Report.DONE + " 9 " + done.id() + " " + done.position());
        }
    }

    private void readAgain() {
        try (Varve varve = Varve.open(CrashStore.config(data))) {
            new StateCheck(varve, oracle, violations::add).run();
        }
        new OfflineCheck(data, violations::add).run(new Tally());
    }

    private void verify() {
        try (OfflineStore store = OfflineStore.open(data);
                LocalBlobStore blobs = store.blobs()) {
            JournalVerifier.Report journal = store.verifier().verify();
            journal.problems().forEach(problem -> reports.add(problem.toString()));
            if (journal.last().value() < oracle.lastPosition()) {
                violations.add(
                        new Violation(
                                Promise.ACKNOWLEDGED_IS_DURABLE,
                                "the journal ends at " + journal.last()));
            }
            blobs.startUpFindings().forEach(finding -> reports.add(finding.toString()));
            blobs.scrub(ScrubDepth.DEEP, finding -> reports.add(finding.toString()));
        }
    }
}
