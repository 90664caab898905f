package dev.varve.tools.crash;

import dev.varve.tools.crash.CorruptionRun.Judgement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a corruption run, by class of file.
public final class CorruptionReport {
    private static final int SHOWN = 40;
    private final long seed;
    private final Map<FileClass, Map<String, Integer>> counts = new EnumMap<>(FileClass.class);
    private final List<String> violations = new ArrayList<>();
    private final List<String> vague = new ArrayList<>();
    private int trials;

    CorruptionReport(long seed) {
        this.seed = seed;
    }

    void add(FileClass kind, Damage damage, Judgement judgement) {
        trials++;
        String outcome =
                switch (judgement) {
                    case Judgement.Harmless _ -> "harmless";
                    case Judgement.Reported(var _, boolean place) ->
                            place ? "reported" : "reported without the file";
                    case Judgement.Violated _ -> "VIOLATED";
                };
        counts.computeIfAbsent(kind, _ -> new TreeMap<>()).merge(outcome, 1, Integer::sum);
        switch (judgement) {
            case Judgement.Violated(List<String> what) -> violations.add(damage + ": " + what);
            case Judgement.Reported(String message, boolean place) -> {
                if (!place) {
                    vague.add(damage + ": " + message);
                }
            }
            case Judgement.Harmless _ -> {}
        }
    }

    public int trials() {
        return trials;
    }

    public int violations() {
        return violations.size();
    }

    /// Nothing was violated, and damage was done and reported.
    public boolean passed() {
        return violations.isEmpty()
                && counts.values().stream().anyMatch(each -> each.containsKey("reported"));
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d, damaged %d copies".formatted(seed, trials));
        counts.forEach((kind, outcomes) -> lines.add(kind + " " + outcomes));
        vague.stream().limit(SHOWN).forEach(each -> lines.add("without the file: " + cut(each)));
        violations.stream().limit(SHOWN).forEach(each -> lines.add("violated: " + cut(each)));
        return lines;
    }

    private static String cut(String line) {
        return line.substring(0, Math.min(line.length(), 1500));
    }
}
