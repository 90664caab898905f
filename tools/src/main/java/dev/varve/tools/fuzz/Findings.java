package dev.varve.tools.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Takes what the lanes found, and counts what they did.
final class Findings {
    private static final int MOST = 40;

    /// Of one promise and family; the rest is more of the same.
    private static final int MOST_ALIKE = 2;

    private final List<Finding> broken = new ArrayList<>();
    private final Map<String, Integer> alike = new TreeMap<>();
    private final Map<String, Map<String, Long>> answers = new TreeMap<>();
    private long cases;

    synchronized void broken(Promise promise, String what, @Nullable Case sent) {
        String kind = promise + (sent == null ? "" : sent.family());
        if (broken.size() < MOST && alike.merge(kind, 1, Integer::sum) <= MOST_ALIKE) {
            broken.add(new Finding(promise, what, sent));
        }
    }

    /// @param answer a status, or what came instead
    synchronized void answered(String family, String answer) {
        cases++;
        answers.computeIfAbsent(family, _ -> new TreeMap<>()).merge(answer, 1L, Long::sum);
    }

    synchronized boolean areEnough() {
        return broken.size() == MOST;
    }

    synchronized List<Finding> broken() {
        return List.copyOf(broken);
    }

    synchronized long cases() {
        return cases;
    }

    synchronized long answered(String answer) {
        return answers.values().stream().mapToLong(each -> each.getOrDefault(answer, 0L)).sum();
    }

    /// A line for each family.
    synchronized List<String> lines() {
        return answers.entrySet().stream()
                .map(entry -> "  " + entry.getKey() + " " + entry.getValue())
                .toList();
    }
}
