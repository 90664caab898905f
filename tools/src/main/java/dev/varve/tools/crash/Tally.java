package dev.varve.tools.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what a run did, so that one that did nothing cannot pass.
final class Tally {
    private final Instant begun = Instant.now();
    private final Map<String, Long> notes = new TreeMap<>();
    private int strikes;
    private int inStartUp;
    private int stores;
    private long unanswered;
    private long acknowledged;
    private long refused;
    private long bytesRead;
    private long eventsFolded;
    private long segments;
    private Duration slowestOpen = Duration.ZERO;

    int strikes() {
        return strikes;
    }

    int stores() {
        return stores;
    }

    void struck(boolean opened, int inFlight) {
        strikes++;
        inStartUp += opened ? 0 : 1;
        unanswered += inFlight;
    }

    void opened(long nanos) {
        Duration took = Duration.ofNanos(nanos);
        slowestOpen = took.compareTo(slowestOpen) > 0 ? took : slowestOpen;
    }

    void read(long bytes) {
        bytesRead += bytes;
    }

    void folded(long events, int journalSegments) {
        eventsFolded += events;
        segments = Math.max(segments, journalSegments);
    }

    void ended(Oracle.Counts counts) {
        stores++;
        acknowledged += counts.acknowledged();
        refused += counts.refused();
        counts.notes().forEach((name, count) -> notes.merge(name, count, Long::sum));
    }

    Verdict verdict(long seed, Oracle.Counts current, List<Violation> violations) {
        Map<String, Long> all = new TreeMap<>(notes);
        current.notes().forEach((name, count) -> all.merge(name, count, Long::sum));
        return new Verdict(
                seed,
                strikes,
                inStartUp,
                stores + 1,
                acknowledged + current.acknowledged(),
                refused + current.refused(),
                unanswered,
                bytesRead,
                eventsFolded,
                segments,
                all,
                slowestOpen,
                Duration.between(begun, Instant.now()),
                violations);
    }
}
