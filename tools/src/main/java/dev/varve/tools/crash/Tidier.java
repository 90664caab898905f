package dev.varve.tools.crash;

import dev.varve.log.BlobStore;
import dev.varve.log.StoreException;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.store.Maintenance;
import dev.varve.server.store.OutcomeUnknown;
import dev.varve.server.store.Snapshotting;
import dev.varve.server.store.Varve;
import java.util.SplittableRandom;

/// Purges, reclaims, compacts, reconciles, flushes and takes snapshots without end beside the load.
final class Tidier implements Runnable {
    private static final int LONGEST_PAUSE_MILLIS = 60;
    private final Maintenance maintenance;
    private final Snapshotting snapshots;
    private final SplittableRandom random;
    private final Report report;

    Tidier(Varve varve, SplittableRandom random, Report report) {
        this.maintenance = varve.maintenance();
        this.snapshots = varve.snapshots();
        this.random = random;
        this.report = report;
    }

    @Override
    public void run() {
        try {
            while (true) {
                step();
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutcomeUnknown | StoreException e) {
            report.unknown("tidier", e);
        } catch (RuntimeException | Error e) { // outer edge of the thread: the parent must know
            report.trouble("tidier: " + Report.describe(e));
        }
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> report.note("purged", maintenance.purge().versions());
            case 3, 4, 5 -> {
                BlobStore.Reclaimed reclaimed = maintenance.reclaim();
                report.note("reclaimed", reclaimed.blobs());
                report.note("compacted", reclaimed.packsCompacted());
            }
            case 6, 7 -> maintenance.settle(1 + random.nextInt(3));
            case 8 -> report.note("reconciled", maintenance.freeUnreferenced());
            case 9, 10 -> {
                snapshots.take(Snapshots.Watcher.NONE);
                report.note("snapshots", 1);
            }
            default -> maintenance.flush();
        }
    }
}
