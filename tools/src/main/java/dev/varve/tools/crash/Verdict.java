package dev.varve.tools.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a run of blows.
///
/// @param inStartUp blows before the store had opened
/// @param unanswered operations in flight when a blow fell
/// @param bytesRead compared byte by byte after the blows
/// @param eventsFolded by rebuilding views from journals
/// @param segments most of one journal
/// @param notes what maintenance did meanwhile
public record Verdict(
        long seed,
        int strikes,
        int inStartUp,
        int stores,
        long acknowledged,
        long refused,
        long unanswered,
        long bytesRead,
        long eventsFolded,
        long segments,
        Map<String, Long> notes,
        Duration slowestOpen,
        Duration took,
        List<Violation> violations) {
    public Verdict {
        notes = Map.copyOf(notes);
        violations = List.copyOf(violations);
    }

    /// Nothing was broken, and there was something to break.
    public boolean passed() {
        return violations.isEmpty() && idle().isEmpty();
    }

    /// What a run must have done to prove anything, and did not.
    List<String> idle() {
        List<String> missing = new ArrayList<>();
        if (strikes == 0) {
            missing.add("nothing was struck");
        }
        if (acknowledged == 0) {
            missing.add("nothing was acknowledged");
        }
        if (unanswered == 0) {
            missing.add("nothing was in flight");
        }
        if (eventsFolded == 0 || bytesRead == 0) {
            missing.add("nothing was checked");
        }
        return missing;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d, took %d s".formatted(seed, took.toSeconds()));
        lines.add(
                "blows %d (%d of them before the store was open), stores %d"
                        .formatted(strikes, inStartUp, stores));
        lines.add(
                "acknowledged %d, refused %d, in flight at a blow %d"
                        .formatted(acknowledged, refused, unanswered));
        lines.add(
                "compared %d MiB, folded %d events anew, most segments %d, slowest open %d ms"
                        .formatted(
                                bytesRead >> 20, eventsFolded, segments, slowestOpen.toMillis()));
        lines.add("maintenance " + new TreeMap<>(notes));
        lines.add("violations " + violations.size());
        violations.stream().limit(20).map(Object::toString).forEach(lines::add);
        idle().forEach(lines::add);
        return lines;
    }
}
