package dev.varve.server.store;

import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobStore.RecompressStep;
import dev.varve.server.consumers.Chore;
import java.util.concurrent.atomic.LongAdder;

/// Looks once in a period for blobs that can be stored smaller, while the store has nothing else to
/// do.
final class Recompressing {
    private final BlobStore blobs;
    private final Upkeep.Recompression settings;
    private final Rounds rounds;
    private final LongAdder moved = new LongAdder();
    private final LongAdder saved = new LongAdder();

    Recompressing(BlobStore blobs, Upkeep.Recompression settings, Rounds.Company company) {
        this.blobs = blobs;
        this.settings = settings;
        this.rounds = new Rounds("recompress", settings.every(), false, company);
    }

    Chore chore(Chore.Work work) {
        return Chore.of(
                "recompress",
                "stores blobs anew that can be compressed better",
                rounds.every(),
                work);
    }

    boolean isOn() {
        return settings.level() > 0 && rounds.isOn();
    }

    void step(Chore.Run run) {
        rounds.step(
                run,
                blobs.stats().blobs(),
                (after, pace) -> {
                    RecompressPlan plan =
                            new RecompressPlan(
                                    settings.level(),
                                    rounds.now().minus(settings.after()),
                                    settings.share(),
                                    settings.dictionaries());
                    RecompressStep step = blobs.recompress(plan, after, pace);
                    moved.add(step.summary().findings());
                    saved.add(step.saved());
                    run.figure("blobs", step.summary().blobs());
                    run.figure("moved", step.summary().findings());
                    run.figure("saved_bytes", step.saved());
                    return new Rounds.Done(step.summary(), step.last(), step.end());
                });
    }

    RecompressState state() {
        Round round = rounds.round();
        return new RecompressState(
                isOn(),
                settings.level(),
                round.number(),
                round.started(),
                round.ended(),
                rounds.isWaiting(),
                round.seen().blobs(),
                round.seen().findings(),
                moved.sum(),
                saved.sum());
    }
}
