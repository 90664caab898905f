package dev.varve.tools.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a run found.
public final class FuzzReport {
    private final long seed;
    private final Duration during;
    private final Findings findings;
    private final long residentBytes;

    /// @param residentBytes the most that the server took
    FuzzReport(long seed, Duration during, Findings findings, long residentBytes) {
        this.seed = seed;
        this.during = during;
        this.findings = findings;
        this.residentBytes = residentBytes;
    }

    /// Nothing was broken, and the depths were reached: something was accepted, and something refused.
    public boolean passed() {
        return findings.broken().isEmpty()
                && findings.answered("200") > 0
                && findings.answered("400") > 0
                && findings.answered("403") > 0;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d, %d s, %d cases".formatted(seed, during.toSeconds(), findings.cases()));
        lines.add("most memory of the server %d MiB".formatted(residentBytes >> 20));
        lines.addAll(findings.lines());
        lines.add("broken promises " + findings.broken().size());
        List<Finding> broken = findings.broken();
        for (int i = 0; i < broken.size(); i++) {
            lines.add((i + 1) + ". " + broken.get(i));
        }
        return lines;
    }
}
