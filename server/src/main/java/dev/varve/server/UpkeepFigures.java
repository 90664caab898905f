package dev.varve.server;

import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.server.http.ops.UpkeepGauges;
import dev.varve.server.store.ScrubState;
import dev.varve.server.store.Varve;
import java.time.InstantSource;
import java.util.function.ToLongFunction;

/// The figures of upkeep for metrics.
final class UpkeepFigures implements UpkeepGauges {
    private final Varve varve;
    private final InstantSource clock;

    UpkeepFigures(Varve varve, InstantSource clock) {
        this.varve = varve;
        this.clock = clock;
    }

    @Override
    public long quarantined() {
        return varve.blobStats().quarantined();
    }

    @Override
    public double deepScrubAge() {
        return age(ScrubDepth.DEEP);
    }

    @Override
    public double lightScrubAge() {
        return age(ScrubDepth.LIGHT);
    }

    private double age(ScrubDepth depth) {
        return varve.upkeep().scrubs().stream()
                .filter(scrub -> scrub.depth() == depth && scrub.period().isPositive())
                .mapToDouble(scrub -> scrub.age(clock.instant()).toMillis() / 1000.0)
                .findFirst()
                .orElse(0);
    }

    @Override
    public long scrubbedBlobs() {
        return sum(ScrubSummary::blobs);
    }

    @Override
    public long scrubbedBytes() {
        return sum(ScrubSummary::bytes);
    }

    @Override
    public long scrubFindings() {
        return sum(ScrubSummary::findings);
    }

    @Override
    public long recompressedBlobs() {
        return varve.upkeep().recompression().movedSinceStart();
    }

    @Override
    public long recompressionSavedBytes() {
        return varve.upkeep().recompression().savedSinceStart();
    }

    private long sum(ToLongFunction<ScrubSummary> figure) {
        return varve.upkeep().scrubs().stream().map(ScrubState::sinceStart).mapToLong(figure).sum();
    }
}
