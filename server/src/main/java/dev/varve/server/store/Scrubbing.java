package dev.varve.server.store;

import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubStep;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.BlobStore.ScrubWatch;
import dev.varve.server.consumers.Chore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrubs everything once in a period.
final class Scrubbing {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubbing.class);
    private static final int REMEMBERED = 100;

    private final BlobStore blobs;
    private final ScrubDepth depth;
    private final Rounds rounds;
    private final Deque<ScrubFinding> latest = new ArrayDeque<>();
    private final LongAdder seenBlobs = new LongAdder();
    private final LongAdder seenBytes = new LongAdder();
    private final LongAdder findings = new LongAdder();

    Scrubbing(BlobStore blobs, ScrubDepth depth, Duration period, Rounds.Company company) {
        this.blobs = blobs;
        this.depth = depth;
        this.rounds = new Rounds(name(depth), period, true, company);
    }

    private static String name(ScrubDepth depth) {
        return "scrub-" + depth.name().toLowerCase(Locale.ROOT);
    }

    Chore chore(Chore.Work work) {
        String about =
                depth == ScrubDepth.DEEP
                        ? "reads every byte that is stored once in its period"
                        : "looks at headers and sizes of all that is stored once in its period";
        return Chore.of(name(depth), about, rounds.every(), work);
    }

    boolean isOn() {
        return rounds.isOn();
    }

    void step(Chore.Run run) {
        rounds.step(
                run,
                blobs.stats().blobs(),
                (after, pace) -> {
                    ScrubStep step = blobs.scrub(depth, after, new Watch(), pace);
                    run.figure("blobs", step.summary().blobs());
                    run.figure("bytes", step.summary().bytes());
                    run.figure("findings", step.summary().findings());
                    return new Rounds.Done(step.summary(), step.last(), step.end());
                });
    }

    private final class Watch implements ScrubWatch {
        private ScrubSummary last = new ScrubSummary(0, 0, 0);

        @Override
        public void accept(ScrubFinding finding) {
            LOG.error("scrub: {} at byte {}: {}", finding.file(), finding.offset(), finding.what());
            findings.increment();
            remember(finding);
        }

        @Override
        public void looked(ScrubSummary soFar) {
            seenBlobs.add(soFar.blobs() - last.blobs());
            seenBytes.add(soFar.bytes() - last.bytes());
            last = soFar;
        }
    }

    private void remember(ScrubFinding finding) {
        synchronized (latest) {
            latest.addFirst(finding);
            if (latest.size() > REMEMBERED) {
                latest.removeLast();
            }
        }
    }

    ScrubState state() {
        Round now = rounds.round();
        List<ScrubFinding> found;
        synchronized (latest) {
            found = List.copyOf(latest);
        }
        return new ScrubState(
                depth,
                rounds.period(),
                now.number(),
                now.started(),
                now.ended(),
                rounds.isWaiting(),
                now.seen(),
                Optional.ofNullable(now.coveredSince()),
                new ScrubSummary(seenBlobs.sum(), seenBytes.sum(), findings.sum()),
                found);
    }
}
