package dev.varve.tools.crash;

import dev.varve.log.StoreException;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.SharedDigest;
import dev.varve.tools.crash.Violation.Promise;
import dev.varve.tools.inspect.OfflineStore;
import dev.varve.tools.inspect.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Holds the stores of a cluster's nodes, once these were stopped, against their journals and against each
/// other: rows are what the journal makes, what members share is the same, and of each acknowledged
/// put there is a version, or an event that says it was purged.
final class ClusterJournals {
    /// What a clock does that was as far behind as it can be, and then as far ahead.
    private static final Duration JUMP =
            Duration.ofMillis(2 * ClusterFaults.CLOCK_MILLIS).minusMinutes(1);

    private final Consumer<Violation> violations;
    private final List<ClusterFacts> all = new ArrayList<>();

    ClusterJournals(Consumer<Violation> violations) {
        this.violations = violations;
    }

    /// @param digest that all of them had when they were stopped
    void compare(List<ClusterNode> nodes, ClusterLedger ledger, String digest) {
        for (ClusterNode node : nodes) {
            try (OfflineStore store = OfflineStore.open(node.data())) {
                ClusterFacts facts = facts(node.name(), store, digest);
                all.add(facts);
                ledger.puts().stream()
                        .filter(put -> !facts.accountsFor(put))
                        .forEach(put ->
                                report(
                                        Promise.READABLE_UNTIL_PURGED,
                                        node.name() + " has nothing of " + put));
                facts.back()
                        .forEach(version ->
                                report(
                                        Promise.DELETED_STAYS_AWAY,
                                        node.name() + " has what was purged: " + version));
            } catch (StoreException e) {
                report(Promise.JOURNAL_IS_SOUND, node.name() + ": " + Report.describe(e));
            }
        }
    }

    private void report(Promise promise, String what) {
        violations.accept(new Violation(promise, what));
    }

    private ClusterFacts facts(String name, OfflineStore store, String digest) {
        ClusterFacts facts = new ClusterFacts();
        try (ViewStore made = new MemoryViewStore();
                Replay replay = new Replay(made);
                ViewStore view = store.view();
                ViewSnapshot served = view.snapshot()) {
            JournalVerifier.Report report =
                    store.verifier()
                            .verify(
                                    JournalVerifier.Progress.NONE,
                                    recorded -> {
                                        facts.add(recorded);
                                        replay.apply(recorded);
                                    });
            replay.finish();
            report.problems()
                    .forEach(problem -> report(Promise.JOURNAL_IS_SOUND, name + ": " + problem));
            try (ViewSnapshot fresh = made.snapshot()) {
                compare(name, served, fresh, digest);
            }
            facts.add(served);
        }
        return facts;
    }

    private void compare(String name, ViewSnapshot served, ViewSnapshot fresh, String digest) {
        if (!ViewDigest.of(served).equals(ViewDigest.of(fresh))) {
            report(Promise.VIEW_EQUALS_REBUILD, name + " has other rows than its journal makes");
        }
        String shared = SharedDigest.of(served).toString();
        if (!shared.equals(digest)) {
            report(
                    Promise.NODES_HOLD_THE_SAME,
                    "the digest of %s is %s, and was %s of all nodes"
                            .formatted(name, shared, digest));
        }
    }

    /// What a run must have done to prove anything, and did not.
    List<String> idle() {
        List<String> idle = new ArrayList<>();
        if (all.stream().anyMatch(facts -> facts.purges() == 0)) {
            idle.add("nothing was purged");
        }
        if (all.stream().anyMatch(facts -> facts.jump().compareTo(JUMP) < 0)) {
            idle.add("a clock went right");
        }
        return idle;
    }

    @Override
    public String toString() {
        return "events %s, purged %s, clocks jumped by %s s"
                .formatted(
                        all.stream().map(ClusterFacts::events).toList(),
                        all.stream().map(ClusterFacts::purges).toList(),
                        all.stream().map(facts -> facts.jump().toSeconds()).toList());
    }
}
